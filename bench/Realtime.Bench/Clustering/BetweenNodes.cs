using System.Collections.Immutable;
using System.Diagnostics;
using Realtime.Bench.Feed;
using Realtime.Bench.Results;
using Realtime.Bench.Servers;
using Realtime.Bench.Watching;
using Realtime.Local;
using Realtime.Local.Watching;
using Realtime.Testing;

namespace Realtime.Bench.Clustering;

/// <summary>What goes between nodes: frames of topics that another node owns, and presence of very many topics. Nodes hold either sockets or topics here, so that all of it must go over.</summary>
internal static class BetweenNodes
{
    private const int TopicsOfConnection = 1_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly Measure Rate = new("frames a second", "", More: true);
    private static readonly Measure Share = new("frames, of those due", "%", Must: 98, More: true, Digits: 1);
    private static readonly Measure OwnerCpu = new("owner's CPU for a frame, polling included", "µs", Digits: 1);
    private static readonly Measure RelayCpu = new("relaying node's CPU for a frame, socket included", "µs", Digits: 1);
    private static readonly Measure Converged = new("first join -> owners see both nodes", "s");
    private static readonly Measure AfterLast = new("last join answered -> owners see both nodes", "s");
    private static readonly Measure Updates = new("presence updates a second", "", More: true);
    private static readonly Measure Gone = new("all connections closed -> no topic runs, 5 s of linger included", "s");
    private static readonly Measure Memory = new("memory of the largest node", "MB");
    private static readonly Measure Oversized = new("messages too large", "", Must: 0);
    private static readonly Measure DeadLetters = new("dead letters", "", Must: 0);
    private static readonly Measure Lost = new("connections lost", "", Must: 0);

    /// <summary>Frames first, presence then.</summary>
    public static Parts Parts { get; } = new("cluster", new NamedOptions(("frame-topics", "10000"), ("presence-topics", "50000"), ("joins", "2500"), ("seconds", "30")), options =>
    {
        var (frames, presence, joins, time) = (options.Number("frame-topics"), options.Number("presence-topics"), options.Number("joins"), TimeSpan.FromSeconds(options.Number("seconds")));
        return
        [
            new Part($"{frames} topics at another node, {MovingAndStill.DataSets.Length} data sets, each second", [Rate, Share, OwnerCpu, RelayCpu, DeadLetters, Oversized, Lost], (run, stop) => FramesAsync(frames, joins, time, run, stop)),
            new Part($"presence of {presence} topics at two nodes, {joins} joins a second at each", [Converged, AfterLast, Updates, Gone, Memory, DeadLetters, Oversized, Lost], (run, stop) => PresenceAsync(presence, joins, run, stop)),
        ];
    });

    private static async Task FramesAsync(int topics, int joins, TimeSpan time, Run run, CancellationToken stop)
    {
        await using var cluster = await LocalCluster.StartAsync(Plan("00:00:01", ["edge"], ["topic"]), stop);
        var (relay, owner) = (cluster.Nodes[0], cluster.Nodes[1]);
        await using var load = await TopicHolder.StartAsync(relay.HttpPort, topics / TopicsOfConnection, stop);
        await load.JoinAsync("t", topics, joins, stop);
        await Task.Delay(Settle, stop);
        var dead = await DeadLettersAsync(cluster, stop);
        await load.Process.AskAsync(new LoadOrder("mark"), stop);
        var (relayBefore, ownerBefore) = (Footprint.Of(relay), Footprint.Of(owner));
        await Task.Delay(time, stop);
        var report = await load.Process.AskAsync(new LoadOrder("report"), stop);
        run.Add(Rate, report.Frames / report.Seconds);
        run.Add(Share, 100 * report.Frames / (topics * MovingAndStill.DataSets.Length * report.Seconds));
        run.Add(RelayCpu, (Footprint.Of(relay).Cpu - relayBefore.Cpu).TotalMicroseconds / report.Frames);
        run.Add(OwnerCpu, (Footprint.Of(owner).Cpu - ownerBefore.Cpu).TotalMicroseconds / report.Frames);
        run.Add(DeadLetters, await DeadLettersAsync(cluster, stop) - dead);
        run.Add(Oversized, OversizedIn(cluster));
        run.Add(Lost, report.Lost);
    }

    private static async Task PresenceAsync(int topics, int joins, Run run, CancellationToken stop)
    {
        await using var cluster = await LocalCluster.StartAsync(Plan("00:01:00", ["edge"], ["edge"], ["topic"]), stop);
        await using var first = await TopicHolder.StartAsync(cluster.Nodes[0].HttpPort, topics / TopicsOfConnection, stop);
        await using var second = await TopicHolder.StartAsync(cluster.Nodes[1].HttpPort, topics / TopicsOfConnection, stop);
        var dead = await DeadLettersAsync(cluster, stop);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(first.JoinAsync("t", topics, joins, stop), second.JoinAsync("t", topics, joins, stop));
        var joined = clock.Elapsed;
        await ConvergedAsync(cluster, topics, stop);
        run.Add(Converged, clock.Elapsed);
        run.Add(AfterLast, clock.Elapsed - joined);
        run.Add(Updates, 2 * topics / clock.Elapsed.TotalSeconds);
        run.Add(Memory, cluster.Nodes.Max(node => Footprint.Of(node).MemoryMegabytes));
        run.Add(Lost, (await first.Process.AskAsync(new LoadOrder("report"), stop)).Lost + (await second.Process.AskAsync(new LoadOrder("report"), stop)).Lost);
        clock.Restart();
        await Task.WhenAll(first.Process.AskAsync(new LoadOrder("close"), stop), second.Process.AskAsync(new LoadOrder("close"), stop));
        await Eventually.HoldsAsync(async () => await NodeCounters.OfAsync(cluster.Nodes[^1].HttpPort, stop) is { Topics: 0, Watchers: 0 }, "no topic runs", Patience);
        run.Add(Gone, clock.Elapsed);
        run.Add(DeadLetters, await DeadLettersAsync(cluster, stop) - dead);
        run.Add(Oversized, OversizedIn(cluster));
    }

    private static ClusterPlan Plan(string interval, params string[][] roles) => new()
    {
        Lighthouses = 1, Nodes = [.. roles.Select(one => one.ToImmutableArray())], OutputFolder = Path.Combine(AppContext.BaseDirectory, "output", "cluster"),
        Settings = [$"Realtime:Interval={interval}", MovingAndStill.Setting, "Realtime:Topics:MaxPerConnection=10000", "Realtime:Linger=00:00:05"],
    };

    /// <summary>Owners know so many watchers, and DistributedData shows both nodes at some topics, the last one among them, to the owners.</summary>
    private static Task ConvergedAsync(LocalCluster cluster, int topics, CancellationToken stop) => Eventually.HoldsAsync(
        async () =>
        {
            stop.ThrowIfCancellationRequested();
            if ((await NodeCounters.OfAsync(cluster.Nodes[^1].HttpPort, stop)).Watchers != 2 * topics) return false;
            var answers = await Task.WhenAll(new[] { 1, 2, topics / 2 }.Select(back => Pbm.RunAsync(cluster.Nodes[^1], $"presence show -t t{topics - back} --json")));
            return answers.All(answer => Occurs(answer, "\"in_distributed_data\":true") == 2);
        },
        "presence has converged",
        Patience);

    private static int Occurs(PbmAnswer answer, string text) => string.Concat(answer.Lines).Replace(" ", "", StringComparison.Ordinal).Split(text).Length - 1;

    private static async Task<double> DeadLettersAsync(LocalCluster cluster, CancellationToken stop)
    {
        var counters = await Task.WhenAll(cluster.Nodes.Select(node => NodeCounters.OfAsync(node.HttpPort, stop)));
        return counters.Sum(one => one.DeadLetters);
    }

    /// <summary>As the nodes' own logs say.</summary>
    private static int OversizedIn(LocalCluster cluster) =>
        cluster.Nodes.Sum(node => File.ReadLines(node.OutputFile).Count(line => line.Contains("oversized", StringComparison.OrdinalIgnoreCase)));
}
