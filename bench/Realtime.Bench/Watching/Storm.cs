using Realtime.Bench.Crowds;
using Realtime.Bench.Feed;
using Realtime.Bench.Results;

namespace Realtime.Bench.Watching;

/// <summary>What a crowd waits for that comes at once: to topics nobody watched, then to one that is warm.</summary>
internal static class Storm
{
    private const int WatchersOfTopic = 10;

    /// <summary>Clients that come before, to topics of their own: it is not the first minute of a node that is measured, when all its code is still to be compiled.</summary>
    private const int Early = 1_000;

    private const int EarlyPerSecond = 200;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    private static readonly Measure ColdMedian = new("cold topics: join to first rows, median", "ms", Digits: 1);
    private static readonly Measure ColdTail = new("cold topics: join to first rows, p99", "ms", Digits: 1);
    private static readonly Measure ColdStatements = new("cold topics: statements until all had rows", "");
    private static readonly Measure ColdCpu = new("cold topics: node's CPU", "s", Digits: 1);
    private static readonly Measure WarmMedian = new("one warm topic: join to first rows, median", "ms", Digits: 1);
    private static readonly Measure WarmTail = new("one warm topic: join to first rows, p99", "ms", Digits: 1);
    private static readonly Measure WarmStatements = new("one warm topic: statements until all had rows", "");
    private static readonly Measure WarmCpu = new("one warm topic: node's CPU", "s", Digits: 1);
    private static readonly Measure Lost = new("connections lost", "", Must: 0);

    /// <summary>Connections are open before; what is measured begins with the join.</summary>
    public static Rounds Rounds { get; } = new(
        "storm", Defaults, options => $"{options.Connections} join {options.Connections / WatchersOfTopic} cold topics within {options.Seconds} s, then {options.Connections} one warm topic",
        [ColdMedian, ColdTail, ColdStatements, ColdCpu, WarmMedian, WarmTail, WarmStatements, WarmCpu, Lost], RunAsync);

    /// <summary>For a list of what there is.</summary>
    public static CrowdOptions Defaults => new(Connections: 5_000, Seconds: 5, Rounds: 3);

    private static async Task RunAsync(CrowdOptions options, Run run, CancellationToken stop)
    {
        var count = options.Connections;
        await using var one = await WatchedNode.StartAsync(stop);
        await one.OpenAsync(2 * count + Early, stop);
        await one.JoinAsync(new LoadOrder("join") { First = 2 * count, Connections = Early, Rate = EarlyPerSecond, Topics = Early / WatchersOfTopic, Topic = "early" }, stop);
        await Task.Delay(Settle, stop);
        var join = new LoadOrder("join") { Connections = count, Rate = Math.Max(1, count / options.Seconds), Topics = Math.Max(1, count / WatchersOfTopic), Topic = "cold" };
        await PartAsync(one, join, run, (ColdMedian, ColdTail, ColdStatements, ColdCpu), stop);
        await Task.Delay(Settle, stop);
        await PartAsync(one, join with { First = count, Rate = 0, Topics = 1 }, run, (WarmMedian, WarmTail, WarmStatements, WarmCpu), stop);
        run.Add(Lost, (await one.Load.AskAsync(new LoadOrder("report"), stop)).Lost);
    }

    private static async Task PartAsync(WatchedNode one, LoadOrder join, Run run, (Measure Median, Measure Tail, Measure Statements, Measure Cpu) to, CancellationToken stop)
    {
        var (statements, cpu) = ((await NodeCounters.OfAsync(one.Node.Port, stop)).Statements, one.Node.Cpu);
        var report = await one.JoinAsync(join, stop);
        run.Add(to.Cpu, (one.Node.Cpu - cpu).TotalSeconds);
        run.Add(to.Statements, (await NodeCounters.OfAsync(one.Node.Port, stop)).Statements - statements);
        run.Add(to.Median, report.FirstMedian / 1e3);
        run.Add(to.Tail, report.FirstTail / 1e3);
    }
}
