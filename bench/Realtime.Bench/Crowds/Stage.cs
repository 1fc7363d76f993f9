using Realtime.Bench.Feed;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Crowds;

/// <summary>One server and its subscribers, each a process.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan ArrivesWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly ServerKind _kind;

    private Stage(ServerKind kind, ServerProcess server, LoadProcess load) => (_kind, Server, Load) = (kind, server, load);

    /// <summary>What is measured.</summary>
    public ServerProcess Server { get; }

    /// <summary>What subscribes.</summary>
    public LoadProcess Load { get; }

    /// <summary>Starts both; nobody is connected yet.</summary>
    public static async Task<Stage> StartAsync(ServerKind kind, CancellationToken stop)
    {
        var server = await ServerProcess.StartAsync(kind, stop);
        return new Stage(kind, server, new LoadProcess());
    }

    /// <summary>All connect and join.</summary>
    public async Task JoinAsync(int connections, CancellationToken stop)
    {
        var report = await Load.AskAsync(new LoadOrder("connect") { Port = Server.Port, Control = Server.Control, Protocol = _kind.Protocol, Connections = connections }, stop);
        if (report.Open < connections) throw new InvalidOperationException($"{report.Lost} of {connections} connections did not join");
    }

    /// <summary>Counts for so long, while the server sends.</summary>
    public async Task<(LoadReport Report, TimeSpan ServerCpu, TimeSpan LoadCpu)> MeasureAsync(TimeSpan time, CancellationToken stop)
    {
        await Load.AskAsync(new LoadOrder("mark"), stop);
        var (server, load) = (Server.Cpu, Load.Cpu);
        await Task.Delay(time, stop);
        var report = await Load.AskAsync(new LoadOrder("report"), stop);
        return (report, Server.Cpu - server, Load.Cpu - load);
    }

    /// <summary>Stops the server's sending and waits for what is under way.</summary>
    /// <returns>What came of all broadcasts since the first.</returns>
    public async Task<LoadReport> FinishAsync(CancellationToken stop)
    {
        var sent = await Server.StopAsync(stop);
        var began = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var report = await Load.AskAsync(new LoadOrder("finish") { Sent = sent }, stop);
            if (report.Missing == 0 || began.Elapsed > ArrivesWithin) return report;
            await Task.Delay(LookAgain, stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        await Server.DisposeAsync();
    }
}
