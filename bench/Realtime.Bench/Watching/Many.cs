using Realtime.Bench.Crowds;
using Realtime.Bench.Feed;
using Realtime.Bench.Results;

namespace Realtime.Bench.Watching;

/// <summary>What many topics with few watchers each cost, and how late their frames are.</summary>
internal static class Many
{
    private const int WatchersOfTopic = 10;

    /// <summary>New connections a second: what a crowd that comes costs is not measured here.</summary>
    private const int JoinsPerSecond = 500;

    /// <summary>Three beats after the last has joined.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    private static readonly Measure NodeCpu = new("node's CPU, of one core", "%", Digits: 1);
    private static readonly Measure ProcessorOfFrames = new("node's CPU for a million frames", "s", Digits: 2);
    private static readonly Measure Database = new("PostgreSQL's CPU, of one core", "%", Digits: 1);
    private static readonly Measure LoadCpu = new("load client's CPU, of one core", "%", Digits: 1);
    private static readonly Measure LateMedian = new("frame after it was promised, median", "ms", Digits: 1);
    private static readonly Measure LateTail = new("frame after it was promised, p99", "ms", Digits: 1);
    private static readonly Measure Frames = new("frames a second", "", More: true);
    private static readonly Measure Share = new("frames, of those promised", "%", Must: 98, More: true, Digits: 1);
    private static readonly Measure Statements = new("statements a second", "", Digits: 1);
    private static readonly Measure Memory = new("node's memory", "MB");
    private static readonly Measure Lost = new("connections lost", "", Must: 0);

    /// <summary>Ten watchers of each topic.</summary>
    public static Rounds Rounds { get; } = new(
        "many", Defaults, options => $"{options.Connections / WatchersOfTopic} topics, {WatchersOfTopic} watchers each",
        [NodeCpu, ProcessorOfFrames, Database, LoadCpu, LateMedian, LateTail, Frames, Share, Statements, Memory, Lost], RunAsync);

    /// <summary>For a list of what there is.</summary>
    public static CrowdOptions Defaults => new(Connections: 10_000, Seconds: 60, Rounds: 1);

    private static async Task RunAsync(CrowdOptions options, Run run, CancellationToken stop)
    {
        await using var one = await WatchedNode.StartAsync(stop);
        await one.OpenAsync(options.Connections, stop);
        await one.JoinAsync(new LoadOrder("join") { Connections = options.Connections, Rate = JoinsPerSecond, Topics = Math.Max(1, options.Connections / WatchersOfTopic), Topic = "many" }, stop);
        await Task.Delay(Settle, stop);
        await one.Load.AskAsync(new LoadOrder("mark"), stop);
        var (node, store, load) = (one.Node.Cpu, StoreCpu.Of(one.Store), one.Load.Cpu);
        var statements = (await NodeCounters.OfAsync(one.Node.Port, stop)).Statements;
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), stop);
        var report = await one.Load.AskAsync(new LoadOrder("report"), stop);
        run.Add(NodeCpu, 100 * (one.Node.Cpu - node).TotalSeconds / report.Seconds);
        run.Add(ProcessorOfFrames, (one.Node.Cpu - node).TotalSeconds / report.Frames * 1e6);
        run.Add(Database, 100 * (StoreCpu.Of(one.Store) - store).TotalSeconds / report.Seconds);
        run.Add(LoadCpu, 100 * (one.Load.Cpu - load).TotalSeconds / report.Seconds);
        run.Add(LateMedian, report.LateMedian / 1e3);
        run.Add(LateTail, report.LateTail / 1e3);
        run.Add(Frames, report.Frames / report.Seconds);
        run.Add(Share, 100 * report.Frames / (options.Connections * WatchedNode.FramesPerSecond * report.Seconds));
        run.Add(Statements, ((await NodeCounters.OfAsync(one.Node.Port, stop)).Statements - statements) / report.Seconds);
        run.Add(Memory, one.Node.MemoryBytes / 1e6);
        run.Add(Lost, report.Lost);
    }
}
