using System.Diagnostics;
using Realtime.Bench.Feed;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Polling;

/// <summary>The product's node and a load client that holds many topics on few connections, each topic once.</summary>
internal sealed class HeldTopics : IAsyncDisposable
{
    private int _connections;

    private HeldTopics(ServerProcess node) => Node = node;

    /// <summary>The node.</summary>
    public ServerProcess Node { get; }

    /// <summary>Its client.</summary>
    public LoadProcess Load { get; } = new();

    /// <summary>Starts both, and opens the connections, which join nothing yet.</summary>
    /// <param name="pack">Folder of the pack.</param>
    /// <param name="connections">How many; one at least.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="arguments">Of the node, beside those it needs.</param>
    public static async Task<HeldTopics> StartAsync(string pack, int connections, CancellationToken stop, params string[] arguments)
    {
        var product = ServerKind.All(pack)[0];
        string[] all =
        [
            product.Arguments[0], .. arguments, "--urls=http://127.0.0.1:0", "--Realtime:Operations:Port=0", $"--Realtime:Pack={pack}", "--Realtime:Topics:MaxPerConnection=10000",
        ];
        var one = new HeldTopics(await ServerProcess.StartAsync(product with { Arguments = all }, stop)) { _connections = Math.Max(1, connections) };
        try
        {
            var report = await one.Load.AskAsync(new LoadOrder("connect") { Port = one.Node.Port, Protocol = "realtime", For = "hold", Connections = one._connections }, stop);
            return report.Open == one._connections ? one : throw new InvalidOperationException($"{report.Lost} of {one._connections} connections were not opened");
        }
        catch
        {
            await one.DisposeAsync();
            throw;
        }
    }

    /// <summary>Joins topics, named by a prefix and their number, and waits until each has rows.</summary>
    /// <exception cref="InvalidOperationException">Some got none.</exception>
    public async Task JoinAsync(string prefix, int topics, int perSecond, CancellationToken stop)
    {
        await Load.AskAsync(new LoadOrder("mark"), stop);
        await Load.AskAsync(new LoadOrder("join") { Connections = _connections, Rate = perSecond, Topics = topics, Topic = prefix }, stop, TimeSpan.FromSeconds(topics / perSecond));
        for (var tries = 0; ; tries++)
        {
            var report = await Load.AskAsync(new LoadOrder("report"), stop);
            if (report.FirstFrames >= topics) return;
            if (tries == 120) throw new InvalidOperationException($"{topics - report.FirstFrames} of {topics} topics got no rows within two minutes; {report.Lost} connections were lost");
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }

    /// <summary>The node's CPU over some time, of one core: 1 is all of it.</summary>
    public async Task<double> CpuOverAsync(TimeSpan time, CancellationToken stop)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Node.Cpu);
        await Task.Delay(time, stop);
        return (Node.Cpu - cpu) / clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        await Node.DisposeAsync();
    }
}
