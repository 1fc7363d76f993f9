using Realtime.Bench.Feed;
using Realtime.Bench.Servers;
using Realtime.Testing;

namespace Realtime.Bench.Watching;

/// <summary>The product's node with PostgreSQL, and a load client: four data sets of some two kilobytes a topic, all of whose rows differ at each poll, every five seconds.</summary>
internal sealed class WatchedNode : IAsyncDisposable
{
    private const int DataSets = 4;

    /// <summary>To each watcher.</summary>
    public const double FramesPerSecond = DataSets / 5.0;

    /// <summary>Ten rows of two hundred bytes.</summary>
    private readonly WrittenPack _pack = new(Enumerable.Range(0, DataSets).Select(i => $"d{i}"), "id", """
        select k as topic, i as id, repeat(md5(concat(k, i, clock_timestamp())), 6) as text
        from unnest($1) as t (k), generate_series(1, 10) as r (i)
        """);

    private WatchedNode()
    {
    }

    /// <summary>PostgreSQL.</summary>
    public PostgresServer Store { get; private set; } = null!;

    /// <summary>The node.</summary>
    public ServerProcess Node { get; private set; } = null!;

    /// <summary>Its clients.</summary>
    public LoadProcess Load { get; private set; } = null!;

    /// <summary>Starts all three.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="settings">Of the node, beside those it needs.</param>
    public static async Task<WatchedNode> StartAsync(CancellationToken stop, params string[] settings)
    {
        var one = new WatchedNode();
        try
        {
            one.Store = await PostgresServer.StartAsync("max_connections=100");
            var product = ServerKind.All(one._pack.Path)[0];
            string[] arguments =
            [
                product.Arguments[0], "--urls=http://127.0.0.1:0", "--Realtime:Operations:Port=0", $"--Realtime:Pack={one._pack.Path}", "--Realtime:Store=postgres",
                $"--ConnectionStrings:Store={one.Store.ConnectionString}", .. settings.Select(setting => "--" + setting),
            ];
            one.Node = await ServerProcess.StartAsync(product with { Arguments = arguments }, stop);
            one.Load = new LoadProcess();
            return one;
        }
        catch
        {
            await one.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens connections, which join nothing yet.</summary>
    public async Task OpenAsync(int connections, CancellationToken stop)
    {
        var report = await Load.AskAsync(new LoadOrder("connect") { Port = Node.Port, Protocol = "realtime", For = "watch", Connections = connections }, stop);
        if (report.Open < connections) throw new InvalidOperationException($"{report.Lost} of {connections} connections were not opened");
    }

    /// <summary>Lets connections join, and waits until each has rows.</summary>
    /// <exception cref="InvalidOperationException">Some got none.</exception>
    public async Task<LoadReport> JoinAsync(LoadOrder join, CancellationToken stop)
    {
        await Load.AskAsync(new LoadOrder("mark"), stop);
        await Load.AskAsync(join, stop, TimeSpan.FromSeconds(join.Rate == 0 ? 0 : join.Connections / join.Rate));
        for (var tries = 0; ; tries++)
        {
            var report = await Load.AskAsync(new LoadOrder("report"), stop);
            if (report.FirstFrames >= join.Connections) return report;
            if (tries == 60) throw new InvalidOperationException($"{join.Connections - report.FirstFrames} of {join.Connections} joins got no rows within a minute; {report.Lost} connections were lost");
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Load is not null) await Load.DisposeAsync();
        if (Node is not null) await Node.DisposeAsync();
        if (Store is not null) await Store.DisposeAsync();
        _pack.Dispose();
    }
}
