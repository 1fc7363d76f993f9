using Realtime.Bench.Crowds;
using Realtime.Bench.Feed;
using Realtime.Bench.Results;

namespace Realtime.Bench.Watching;

/// <summary>What is left of clients that come and go.</summary>
internal static class Churn
{
    private const int Topics = 100;

    /// <summary>A round before the one that is measured: what is made once, and code that is compiled, is not what is left of a client.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Topics linger for an interval; presence tells who left after a second.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    private static readonly Measure Rate = new("connect, join, leave, close: a second", "", More: true);
    private static readonly Measure Cpu = new("node's CPU for a thousand of them", "s", Digits: 2);
    private static readonly Measure Before = new("memory before, collected", "MB", Digits: 1);
    private static readonly Measure After = new("memory after, collected", "MB", Digits: 1);
    private static readonly Measure HeapBefore = new("objects alive before", "MB", Digits: 1);
    private static readonly Measure HeapAfter = new("objects alive after", "MB", Digits: 1);
    private static readonly Measure HeapAgain = new("objects alive after the same once more", "MB", Digits: 1);
    private static readonly Measure MemoryAgain = new("memory after the same once more, collected", "MB", Digits: 1);
    private static readonly Measure Handles = new("open files more than before", "", Must: 0);
    private static readonly Measure Connections = new("connections left", "", Must: 0);
    private static readonly Measure Channels = new("channels left", "", Must: 0);
    private static readonly Measure Relays = new("relays left", "", Must: 0);
    private static readonly Measure TopicsLeft = new("topics left", "", Must: 0);
    private static readonly Measure Watchers = new("watchers left in presence", "", Must: 0);
    private static readonly Measure Lost = new("connections that did not close in order", "", Must: 0);

    /// <summary>Here the option <c>--connections</c> is how many a second.</summary>
    public static Rounds Rounds { get; } = new(
        "churn", Defaults, options => $"{options.Connections} clients a second for {options.Seconds} s, over {Topics} topics",
        [Rate, Cpu, HeapBefore, HeapAfter, HeapAgain, Before, After, MemoryAgain, Handles, Connections, Channels, Relays, TopicsLeft, Watchers, Lost], RunAsync);

    /// <summary>For a list of what there is.</summary>
    public static CrowdOptions Defaults => new(Connections: 1_000, Seconds: 60, Rounds: 1);

    private static async Task RunAsync(CrowdOptions options, Run run, CancellationToken stop)
    {
        await using var one = await WatchedNode.StartAsync(stop);
        await ChurnAsync(one, options.Connections, WarmUp, stop);
        run.Add(HeapBefore, await SettledAsync(one, stop) / 1e6);
        run.Add(Before, one.Node.MemoryBytes / 1e6);
        var (handles, cpu, time) = (one.Node.Handles, one.Node.Cpu, TimeSpan.FromSeconds(options.Seconds));
        var began = System.Diagnostics.Stopwatch.StartNew();
        var report = await ChurnAsync(one, options.Connections, time, stop);
        run.Add(Rate, report.Cycles / began.Elapsed.TotalSeconds);
        run.Add(Cpu, (one.Node.Cpu - cpu).TotalSeconds / report.Cycles * 1e3);
        run.Add(HeapAfter, await SettledAsync(one, stop) / 1e6);
        run.Add(After, one.Node.MemoryBytes / 1e6);
        // What a runtime keeps once does not grow again; what clients leave behind does.
        var again = await ChurnAsync(one, options.Connections, time, stop);
        run.Add(HeapAgain, await SettledAsync(one, stop) / 1e6);
        run.Add(MemoryAgain, one.Node.MemoryBytes / 1e6);
        run.Add(Lost, report.Lost + again.Lost);
        run.Add(Handles, Math.Max(0, one.Node.Handles - handles));
        var counters = await NodeCounters.OfAsync(one.Node.Port, stop);
        run.Add(Connections, counters.Connections);
        run.Add(Channels, counters.Channels);
        run.Add(Relays, counters.Relays);
        run.Add(TopicsLeft, counters.Topics);
        run.Add(Watchers, counters.Watchers);
    }

    private static Task<LoadReport> ChurnAsync(WatchedNode one, int rate, TimeSpan time, CancellationToken stop) => one.Load.AskAsync(
        new LoadOrder("connect")
        {
            Port = one.Node.Port, Protocol = "realtime", For = "churn", Connections = (int)(rate * time.TotalSeconds), Rate = rate, Topics = Topics, Topic = "churn",
        },
        stop,
        time);

    /// <summary>Bytes of objects that are alive when all is quiet.</summary>
    private static async Task<long> SettledAsync(WatchedNode one, CancellationToken stop)
    {
        await Task.Delay(Settle, stop);
        var heap = await one.Node.CollectAsync(stop);
        await Task.Delay(TimeSpan.FromSeconds(2), stop);
        return heap;
    }
}
