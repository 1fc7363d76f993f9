using Realtime.Bench.Results;
using Realtime.Local;
using Realtime.Local.Polls;
using Realtime.Local.Watching;

namespace Realtime.Bench.Soaking;

/// <summary>Three nodes, watchers that stay and watchers that come and go, and every few minutes a node that is killed and started again.</summary>
internal static class Soak
{
    private const int Topics = 60;
    private const int Members = 5;
    private const int ThroughProxy = 4;

    /// <summary>From this long on memory must be flat; in less a runtime is still making itself at home.</summary>
    private const int MinutesToBeFlat = 30;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(10);

    private static readonly Measure Growth = new("memory of the node that is not killed, growth in an hour", "MB", Digits: 1);
    private static readonly Measure FlatGrowth = Growth with { Must = 100 };
    private static readonly Measure Memory = new("memory of the node that is not killed, at the end", "MB");
    private static readonly Measure Kills = new("nodes killed", "", More: true);
    private static readonly Measure TakenOver = new("kill -9 -> live frame of a new owner, the last topic at a watcher", "ms");
    private static readonly Measure Twice = new("beats polled twice, crashes aside", "", Must: 0);
    private static readonly Measure Gaps = new("frames missed by a watcher without a word", "", Must: 0);
    private static readonly Measure Faults = new("seq that did not grow, joins refused", "", Must: 0);
    private static readonly Measure Zombies = new("zombies at the end", "", Must: 0);
    private static readonly Measure Frames = new("frames at watchers that stay", "", More: true);
    private static readonly Measure Visits = new("watchers that came and went", "", More: true);

    /// <summary>The options scale it: as long as is asked for, a kill as often.</summary>
    public static Parts Parts { get; } = new("soak", new NamedOptions(("minutes", "30"), ("kill-every", "300")), options =>
    {
        var (minutes, every) = (options.Number("minutes"), options.Number("kill-every"));
        var growth = minutes >= MinutesToBeFlat ? FlatGrowth : Growth;
        return
        [
            new Part($"{minutes} minutes, a node killed every {every} s", [growth, Memory, Kills, TakenOver, Twice, Gaps, Faults, Zombies, Frames, Visits],
                (run, stop) => RunAsync(TimeSpan.FromMinutes(minutes), TimeSpan.FromSeconds(every), run, growth, stop)),
        ];
    });

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task RunAsync(TimeSpan length, TimeSpan killEvery, Run run, Measure growth, CancellationToken stop)
    {
        var plan = new ClusterPlan
        {
            Settings = [$"Realtime:Interval={Interval:c}", MovingAndStill.Setting], LogStatements = true, OutputFolder = Path.Combine(AppContext.BaseDirectory, "output", "soak"),
        };
        await using var cluster = await LocalCluster.StartAsync(plan, stop);
        await using var audience = new Audience(cluster);
        await using var visitors = new Visitors(cluster, stop);
        var log = new StoreLog(cluster.StatementLog);
        var topics = Audience.NewTopics(Topics);
        var steady = audience.Watch(cluster.Nodes[0], topics);
        for (var i = 0; i < ThroughProxy; i++) audience.WatchThroughProxy(topics);
        await Audience.LiveAsync(audience.Watchers, default, Patience);

        var memory = new MemoryLine(cluster.Nodes[0], stop);
        var crashes = new List<(DateTimeOffset From, DateTimeOffset To)>();
        var worst = TimeSpan.Zero;
        var end = Now + length;
        for (var next = Now + killEvery; next + Dead < end; next += killEvery)
        {
            await UntilAsync(next, stop);
            // The first one stays, to show what hours do to a node.
            var victim = cluster.Nodes[1 + crashes.Count % (cluster.Nodes.Length - 1)];
            string[] held = [.. log.Hosts(topics).Where(host => host.Value == victim.Name).Select(host => host.Key)];
            var gone = Now;
            await victim.KillAsync();
            if (held.Length > 0 && (await new Takeover([steady], held, MovingAndStill.DataSets, gone).TimesAsync(Patience))[^1] is var last && last > worst) worst = last;
            await UntilAsync(gone + Dead, stop);
            crashes.Add((gone - Interval, Now));
            victim.Start();
            await victim.ReadyAsync();
            await cluster.UpAsync(Members);
        }

        await UntilAsync(end, stop);
        await visitors.EndAsync();
        run.Add(growth, memory.GrowthInAnHour);
        run.Add(Memory, Footprint.Of(cluster.Nodes[0]).MemoryMegabytes);
        run.Add(Kills, crashes.Count);
        if (crashes.Count > 0) run.Add(TakenOver, worst);
        run.Add(Visits, visitors.Count);
        run.Add(Frames, audience.Watchers.Sum(w => w.Record.Frames.Count));
        run.Add(Twice, Told("polled twice", log.Repeated(topics, crashes)));
        run.Add(Gaps, Told("missed", [.. audience.Watchers.SelectMany(UnflaggedGaps.Of)]));
        run.Add(Faults, Told("fault", [.. audience.Watchers.Concat(visitors.All).SelectMany(w => w.Record.Faults)]));
        run.Add(Zombies, await ZombiesAsync(cluster, stop));
    }

    /// <summary>What an audit finds once the load has ended and topics nobody watches had time to end.</summary>
    private static async Task<int> ZombiesAsync(LocalCluster cluster, CancellationToken stop)
    {
        await Task.Delay(3 * Interval, stop);
        var answer = await Pbm.RunAsync(cluster.Nodes[0], "zombies reap");
        var count = answer.Lines.LastOrDefault(line => line.StartsWith("Count: ", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"pbm zombies reap: {answer}");
        return int.Parse(count.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int Told(string what, IReadOnlyList<string> all)
    {
        foreach (var one in all.Take(10)) Console.WriteLine($"    {what}: {one}");
        return all.Count;
    }

    private static Task UntilAsync(DateTimeOffset instant, CancellationToken stop) => Now < instant ? Task.Delay(instant - Now, stop) : Task.CompletedTask;
}
