using System.Text.Json;
using Realtime.Bench.Feed;

namespace Realtime.Bench.Servers;

/// <summary>The load client, in a process of its own: so its CPU is not the server's.</summary>
internal sealed class LoadProcess : IAsyncDisposable
{
    private readonly ChildProcess _child = new("dotnet", [BenchFolder.Built("Realtime.Bench.Load", "realtime-bench-load")], "{");

    /// <summary>User and system time it has used.</summary>
    public TimeSpan Cpu => _child.Cpu;

    /// <summary>Gives an order and waits until it is carried out.</summary>
    /// <param name="order">The order.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="takes">How long carrying it out takes, where that is long.</param>
    /// <exception cref="InvalidOperationException">It was not; says why.</exception>
    public async Task<LoadReport> AskAsync(LoadOrder order, CancellationToken stop, TimeSpan takes = default)
    {
        var report = JsonSerializer.Deserialize<LoadReport>("{" + await _child.AskAsync(JsonSerializer.Serialize(order), stop, takes))!;
        return report.Fault is { } fault ? throw new InvalidOperationException($"the load client: {fault}") : report;
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();
}
