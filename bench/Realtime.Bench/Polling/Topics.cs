using Realtime.Bench.Feed;
using Realtime.Bench.Results;
using Realtime.Bench.Servers;
using Realtime.Bench.Watching;
using Realtime.Testing;

namespace Realtime.Bench.Polling;

/// <summary>What a watched topic costs a node, without the store: it answers at once, with one row of two numbers.</summary>
internal static class Topics
{
    private const int TopicsOfConnection = 1_000;
    private const int JoinsPerSecond = 5_000;
    private const int IntervalSeconds = 5;

    /// <summary>Watched before memory and CPU are looked at first: what code takes once it has run counts for no topic.</summary>
    private const int Warm = 1_000;

    /// <summary>Three beats after the last has joined.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3 * IntervalSeconds);

    private static readonly Measure Memory = new("memory for a topic, collected", "KB", Digits: 1);
    private static readonly Measure MemoryUnwatched = new("of this memory supervisor's and pollers'", "KB", Must: 12, Digits: 1);
    private static readonly Measure Alive = new("objects alive for a topic", "KB", Digits: 1);
    private static readonly Measure AliveUnwatched = new("of these supervisor's and pollers'", "KB", Digits: 1);
    private static readonly Measure Uncollected = new("memory for a topic, as it is", "KB", Digits: 1);
    private static readonly Measure Cpu = new("CPU for a tick and data set", "µs", Digits: 2);
    private static readonly Measure CpuUnwatched = new("of this supervisor and pollers", "µs", Must: 5, Digits: 2);
    private static readonly Measure NodeCpu = new("node's CPU, of one core", "%", Digits: 1);
    private static readonly Measure Share = new("frames, of those due", "%", Must: 98, More: true, Digits: 1);
    private static readonly Measure ShareUnwatched = new("polls, of those due, when nobody watches", "%", More: true, Digits: 1);
    private static readonly Measure Lost = new("connections lost", "", Must: 0);

    /// <summary>Rows <c>changing</c> differ at each poll, <c>still</c> ones never.</summary>
    public static Parts Parts { get; } = new(
        "topics", new NamedOptions(("topics", "10000,50000"), ("sets", "4,1"), ("rows", "changing"), ("seconds", "30")), options =>
            from topics in options.Numbers("topics")
            from sets in options.Numbers("sets")
            from rows in options.Words("rows")
            select new Part(
                $"{topics} topics, {sets} data sets, {rows} rows", [Memory, MemoryUnwatched, Alive, AliveUnwatched, Uncollected, Cpu, CpuUnwatched, NodeCpu, Share, ShareUnwatched, Lost],
                (run, stop) => RunAsync(topics, sets, rows, TimeSpan.FromSeconds(options.Number("seconds")), run, stop)));

    private static async Task RunAsync(int topics, int sets, string rows, TimeSpan time, Run run, CancellationToken stop)
    {
        using var pack = new WrittenPack(Enumerable.Range(0, sets).Select(i => $"{rows}{i}"), "id", "select k as topic, 1 as id, 0 as value from unnest($1) as t (k)");
        await using var one = await HeldTopics.StartAsync(pack.Path, topics / TopicsOfConnection, stop, "instant", "--Realtime:History:Ticks=0", "--Realtime:Linger=01:00:00");
        await Task.Delay(Settle, stop);
        // What the node takes without any topic is no topic's.
        var floor = await one.CpuOverAsync(Settle, stop);
        await one.Holder.JoinAsync("warm", Warm, JoinsPerSecond, stop);
        await Task.Delay(Settle, stop);
        var (objects, before) = await one.Node.CollectedAsync(stop);
        var idle = await one.CpuOverAsync(Settle, stop);
        await one.Holder.JoinAsync("t", topics, JoinsPerSecond, stop);
        await Task.Delay(Settle, stop);
        await one.Holder.Process.AskAsync(new LoadOrder("mark"), stop);
        var cpu = await one.CpuOverAsync(time, stop);
        var report = await one.Holder.Process.AskAsync(new LoadOrder("report"), stop);
        var due = (double)(topics + Warm) * sets / IntervalSeconds;
        run.Add(Cpu, (cpu - idle) * report.Seconds / (report.Frames - Warm * due / (topics + Warm) * report.Seconds) * 1e6);
        run.Add(NodeCpu, 100 * cpu);
        run.Add(Share, 100 * report.Frames / (due * report.Seconds));
        run.Add(Uncollected, (one.Node.MemoryBytes - before) / 1e3 / topics);
        var (alive, resident) = await one.Node.CollectedAsync(stop);
        run.Add(Memory, (resident - before) / 1e3 / topics);
        run.Add(Alive, (alive - objects) / 1e3 / topics);
        run.Add(Lost, report.Lost);

        // Nobody watches any more: topics linger, and are polled as before.
        await one.Holder.Process.AskAsync(new LoadOrder("close"), stop);
        await Eventually.HoldsAsync(async () => await NodeCounters.OfAsync(one.Node.Port, stop) is { Relays: 0, Connections: 0 }, "nothing is watched", TimeSpan.FromMinutes(1));
        await Task.Delay(Settle, stop);
        var polls = (await NodeCounters.OfAsync(one.Node.Port, stop)).Polls;
        var unwatched = await one.CpuOverAsync(time, stop);
        polls = (await NodeCounters.OfAsync(one.Node.Port, stop)).Polls - polls;
        run.Add(ShareUnwatched, 100 * polls / (due * time.TotalSeconds));
        run.Add(CpuUnwatched, (unwatched - floor) * time.TotalSeconds / polls * 1e6);
        // Those that were there before have lost their watched part as well.
        var (aliveUnwatched, residentUnwatched) = await one.Node.CollectedAsync(stop);
        run.Add(AliveUnwatched, Unwatched(aliveUnwatched, alive, objects));
        run.Add(MemoryUnwatched, Unwatched(residentUnwatched, resident, before));

        double Unwatched(double bytes, double watched, double before) => (bytes - before + Warm * (watched - before) / topics) / 1e3 / (topics + Warm);
    }
}
