using System.Diagnostics;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Polling;

/// <summary>The product's node and a load client that holds its topics.</summary>
internal sealed class HeldTopics : IAsyncDisposable
{
    private HeldTopics(ServerProcess node, TopicHolder holder) => (Node, Holder) = (node, holder);

    /// <summary>The node.</summary>
    public ServerProcess Node { get; }

    /// <summary>Its client.</summary>
    public TopicHolder Holder { get; }

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
        var node = await ServerProcess.StartAsync(product with { Arguments = all }, stop);
        try
        {
            return new HeldTopics(node, await TopicHolder.StartAsync(node.Port, connections, stop));
        }
        catch
        {
            await node.DisposeAsync();
            throw;
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
        await Holder.DisposeAsync();
        await Node.DisposeAsync();
    }
}
