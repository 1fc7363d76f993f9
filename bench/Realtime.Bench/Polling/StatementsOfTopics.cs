using System.Globalization;
using Realtime.Bench.Results;
using Realtime.Bench.Servers;
using Realtime.Bench.Watching;

namespace Realtime.Bench.Polling;

/// <summary>What polling asks of a store, by the number of topics and by the way: the product, one statement for each topic, and lateral joins of a hundred topics.</summary>
internal static class StatementsOfTopics
{
    private const int IntervalSeconds = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(IntervalSeconds);
    private const int LateralBatch = 100;
    private const int TopicsOfConnection = 1_000;
    private const int JoinsPerSecond = 5_000;

    private static readonly TimeSpan Settle = 3 * Interval;

    private static readonly Measure Statements = new("statements for a tick and data set", "", Digits: 1);
    // Seconds do not divide evenly into beats: a statement more may fall into them.
    private static readonly Measure Beyond = new("of these beyond one a phase", "", Must: 0.5, Digits: 1);
    private static readonly Measure Ticks = new("topics asked for, of those due", "%", Must: 98, More: true, Digits: 1);
    private static readonly Measure Rate = new("statements a second", "", Digits: 1);
    private static readonly Measure OneByOne = new("statements for a tick and data set, one by one", "");
    private static readonly Measure Lateral = new("statements for a tick and data set, lateral", "");
    private static readonly Measure Share = new("statements, of those one by one", "%", Digits: 2);
    private static readonly Measure ShareOfMany = Share with { Must = 1 };
    private static readonly Measure Cpu = new("store's CPU for a tick and data set", "ms", Digits: 2);
    private static readonly Measure OneByOneCpu = new("store's CPU for a tick and data set, one by one", "ms", Digits: 2);
    private static readonly Measure LateralCpu = new("store's CPU for a tick and data set, lateral", "ms", Digits: 2);
    private static readonly Measure CpuShare = new("store's CPU, of the lateral joins'", "%", Must: 100, Digits: 1);

    /// <summary>On both stores.</summary>
    public static Parts Parts { get; } = new("polling", new NamedOptions(("topics", "10,100,1000,10000"), ("sets", "1"), ("phases", "8"), ("stores", "postgres,duckdb"), ("seconds", "30")), options =>
        from store in options.Words("stores")
        from topics in options.Numbers("topics")
        from sets in options.Numbers("sets")
        from phases in options.Numbers("phases")
        let share = topics < AskedStore.Topics ? Share : ShareOfMany
        select new Part(
            $"{store}, {topics} topics, {sets} data sets, {phases} phases", [Statements, Beyond, Rate, Ticks, OneByOne, Lateral, share, Cpu, OneByOneCpu, LateralCpu, CpuShare],
            (run, stop) => RunAsync(store, Math.Min(topics, AskedStore.Topics), sets, phases, TimeSpan.FromSeconds(options.Number("seconds")), run, share, stop)));

    private static async Task RunAsync(string name, int topics, int sets, int phases, TimeSpan time, Run run, Measure share, CancellationToken stop)
    {
        await using var store = name switch
        {
            "postgres" => await AskedPostgres.StartAsync(),
            "duckdb" => AskedDuckDb.Start(),
            _ => throw new InvalidOperationException($"no such store: {name}"),
        };
        await ProductAsync(store, topics, sets, phases, time, run, stop);
        var keys = Enumerable.Range(0, topics).Select(i => "t" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var lateral = keys.Chunk(LateralBatch).ToArray();
        run.Add(OneByOne, topics);
        run.Add(Lateral, lateral.Length);
        run.Add(share, 100 * run.Values[Statements] / topics);
        run.Add(OneByOneCpu, 1e3 * await StatementLoop.CpuAsync(store, store.PackSql, [.. keys.Chunk(1)], Interval, stop));
        run.Add(LateralCpu, 1e3 * await StatementLoop.CpuAsync(store, store.LateralSql, lateral, Interval, stop));
        run.Add(CpuShare, 100 * run.Values[Cpu] / run.Values[LateralCpu]);
    }

    private static async Task ProductAsync(AskedStore store, int topics, int sets, int phases, TimeSpan time, Run run, CancellationToken stop)
    {
        using var pack = new WrittenPack(Enumerable.Range(0, sets).Select(i => $"d{i}"), "kind", store.PackSql);
        await using var one = await HeldTopics.StartAsync(pack.Path, topics / TopicsOfConnection, stop, [$"--Realtime:Polling:Phases={phases}", .. store.NodeArguments]);
        await one.Holder.JoinAsync("t", topics, JoinsPerSecond, stop);
        await Task.Delay(Settle, stop);
        var (before, cpu) = (await NodeCounters.OfAsync(one.Node.Port, stop), store.Cpu(one.Node));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Task.Delay(time, stop);
        cpu = store.Cpu(one.Node) - cpu;
        var (after, seconds) = (await NodeCounters.OfAsync(one.Node.Port, stop), clock.Elapsed.TotalSeconds);
        // By what was asked: a node that has to wait for its turn asks for less than was due.
        var beats = (after.Asked - before.Asked) / topics;
        run.Add(Statements, (after.Statements - before.Statements) / beats);
        run.Add(Beyond, Math.Max(0, run.Values[Statements] - phases));
        run.Add(Rate, (after.Statements - before.Statements) / seconds);
        run.Add(Ticks, 100 * beats * IntervalSeconds / (seconds * sets));
        run.Add(Cpu, cpu.TotalMilliseconds / beats);
    }
}
