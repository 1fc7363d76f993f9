using Realtime.Bench.Results;
using Realtime.Testing;

namespace Realtime.Bench.Slow;

/// <summary>What most clients of a node notice when one in a hundred stops reading: the same clients, before and then.</summary>
internal static class SlowMeasurement
{
    /// <summary>Frames until everything between the node and a client that does not read is full, so that frames wait in the node itself.</summary>
    private const int FramesToFill = 20;

    private const int FramesToSettle = 5;

    private static readonly Measure MedianBefore = new("all read: from the first delivery, median", "ms");
    private static readonly Measure TailBefore = new("all read: from the first delivery, p99", "ms");
    private static readonly Measure MedianThen = new("1 % do not read: from the first delivery, median", "ms");
    private static readonly Measure TailThen = new("1 % do not read: from the first delivery, p99", "ms");
    private static readonly Measure MedianRatio = new("median, of that when all read", "%", Must: 110);
    private static readonly Measure TailRatio = new("p99, of that when all read", "%", Must: 110);
    private static readonly Measure Kept = new("slow clients that missed no frame", "", Must: 0);
    private static readonly Measure Memory = new("memory of the node", "MB");
    private static readonly Measure[] All = [MedianBefore, TailBefore, MedianThen, TailThen, MedianRatio, TailRatio, Kept, Memory];

    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        if (SlowOptions.Read(arguments) is not { } options)
        {
            Console.WriteLine($"usage: ./build.sh bench slow {SlowOptions.Usage}");
            return 2;
        }

        var (began, machine) = (TimeProvider.System.GetUtcNow(), Machine.Here());
        var pack = Directory.CreateTempSubdirectory("realtime-bench-slow-");
        List<Run> runs;
        try
        {
            await WritePackAsync(pack.FullName);
            // They shall stay for as long as is measured, and nobody sends heartbeats.
            await using var node = await NodeProcess.StartAsync(
                $"Realtime:Pack={pack.FullName}", "Realtime:Interval=00:00:01", "Realtime:Limits:StuckTimeout=00:04:00", "Realtime:Limits:IdleTimeout=01:00:00");
            runs = await RunsAsync(node, options, stop);
        }
        finally
        {
            pack.Delete(recursive: true);
        }

        IReadOnlyList<Row> rows = [.. Row.Of("slow", All, runs)];
        Console.WriteLine();
        ResultTable.Write(Console.Out, rows);
        Console.WriteLine($"\n{await ResultFile.WriteAsync("slow", began, machine, [($"{options.Connections} connections", All, runs)])}");
        return rows.All(row => row.Reached != false) ? 0 : 1;
    }

    /// <summary>Eight kilobytes, others at each beat; of topic large a quarter of a megabyte.</summary>
    private static async Task WritePackAsync(string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "pack.json"), """{"dataSets": [{"name": "viewers", "kind": "table", "key": ["id"]}]}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "viewers.sql"), """
            select k as topic, cast(i as integer) as id, repeat(md5(concat(i, random())), 3) as text
            from unnest($1) as t (k), range(2500) as r (i) where k = 'large' or i < 80
            """);
    }

    private static async Task<List<Run>> RunsAsync(NodeProcess node, SlowOptions options, CancellationToken stop)
    {
        using var crowd = new Crowd(options.Connections);
        await crowd.JoinAsync(node.Port, stop);
        await crowd.FramesAsync(FramesToSettle, stop);
        Console.WriteLine($"{options.Connections} clients watch, {crowd.Slow.Count} of them will stop reading");
        var runs = new List<Run>();
        for (var number = 1; number <= options.Runs; number++)
        {
            var run = new Run(number);
            runs.Add(run);
            var before = await crowd.FramesAsync(options.Frames, stop);
            Add(run, crowd.Deliveries.Delays(before, crowd.Others), MedianBefore, TailBefore);
            await crowd.PauseAsync();
            await crowd.FramesAsync(FramesToFill, stop);
            var then = await crowd.FramesAsync(options.Frames, stop);
            Add(run, crowd.Deliveries.Delays(then, crowd.Others), MedianThen, TailThen);
            run.Add(Memory, node.MemoryBytes / 1e6);
            await crowd.ResumeAsync();
            await crowd.FramesAsync(FramesToSettle, stop);
            // Whoever got all of them was not slow, and proves nothing.
            run.Add(Kept, crowd.Slow.Count(client => crowd.Deliveries.Missed(then, client) == 0));
            run.Add(MedianRatio, 100 * run.Values[MedianThen] / run.Values[MedianBefore]);
            run.Add(TailRatio, 100 * run.Values[TailThen] / run.Values[TailBefore]);
            Console.WriteLine($"  run {number}: {string.Join(", ", All.Select(m => $"{m.Says} {ResultTable.Number(run.Values[m], m)}"))}");
        }

        return runs;
    }

    private static void Add(Run run, TimeSpan[] delays, Measure median, Measure tail)
    {
        run.Add(median, delays[delays.Length / 2]);
        run.Add(tail, delays[(int)(delays.Length * 0.99)]);
    }
}
