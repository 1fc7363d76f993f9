using Realtime.Bench.Feed;
using Realtime.Bench.Results;

namespace Realtime.Bench.Crowds;

/// <summary>What connections cost on which nothing happens.</summary>
internal static class Idle
{
    /// <summary>After all have joined.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>After a collection: memory is given back in the background.</summary>
    private static readonly TimeSpan GivenBackWithin = TimeSpan.FromSeconds(2);

    private static readonly Measure Memory = new("server's memory for a connection", "KB", Digits: 1);
    private static readonly Measure Collected = new("the same after garbage was collected", "KB", Digits: 1);
    private static readonly Measure Alive = new("objects alive for a connection", "KB", Digits: 1);
    private static readonly Measure Base = new("server's memory before the first, collected", "MB");
    private static readonly Measure Kernel = new("kernel's memory for a connection, both ends", "KB", Digits: 1);
    private static readonly Measure Cpu = new("server's CPU, of one core", "%", Digits: 2);
    private static readonly Measure Joining = new("server's CPU for a thousand joins", "s", Digits: 2);
    private static readonly Measure Lost = new("connections lost", "", Must: 0);

    /// <summary>Connects, waits, and looks.</summary>
    public static Comparison Comparison { get; } = new("idle", Defaults, [Memory, Collected, Alive, Base, Kernel, Cpu, Joining, Lost], [Memory, Collected, Alive, Joining], RunAsync);

    /// <summary>For a list of what there is.</summary>
    public static CrowdOptions Defaults => new(Connections: 10_000, Seconds: 15, Rounds: 3);

    private static async Task RunAsync(Stage stage, CrowdOptions options, Run run, CancellationToken stop)
    {
        var (before, objects) = await CollectedAsync(stage, stop);
        var (kernel, cpu) = (KernelMemory.Bytes(), stage.Server.Cpu);
        await stage.JoinAsync(options.Connections, stop);
        await Task.Delay(Settle, stop);
        var joined = stage.Server.Cpu - cpu;
        var (report, idle, _) = await stage.MeasureAsync(TimeSpan.FromSeconds(options.Seconds), stop);
        var kilobytes = 1e3 * options.Connections;
        run.Add(Cpu, 100 * idle.TotalSeconds / report.Seconds);
        // Without what the server takes anyway while joins settle.
        run.Add(Joining, (joined - idle * (Settle.TotalSeconds / report.Seconds)).TotalSeconds / options.Connections * 1e3);
        run.Add(Memory, (stage.Server.MemoryBytes - before) / kilobytes);
        if (KernelMemory.Bytes() - kernel is { } taken) run.Add(Kernel, taken / kilobytes);
        var (after, alive) = await CollectedAsync(stage, stop);
        run.Add(Collected, (after - before) / kilobytes);
        run.Add(Alive, (alive - objects) / kilobytes);
        run.Add(Base, before / 1e6);
        run.Add(Lost, (await stage.Load.AskAsync(new LoadOrder("report"), stop)).Lost);
    }

    private static async Task<(long Resident, long Alive)> CollectedAsync(Stage stage, CancellationToken stop)
    {
        var alive = await stage.Server.CollectAsync(stop);
        await Task.Delay(GivenBackWithin, stop);
        return (stage.Server.MemoryBytes, alive);
    }
}
