using Realtime.Bench.Feed;

namespace Realtime.Bench.Servers;

/// <summary>A load client that holds many topics of a node on few connections, each topic once.</summary>
internal sealed class TopicHolder : IAsyncDisposable
{
    private readonly int _connections;

    private TopicHolder(int connections) => _connections = connections;

    /// <summary>Its process.</summary>
    public LoadProcess Process { get; } = new();

    /// <summary>Opens connections, which join nothing yet.</summary>
    /// <param name="port">Of the node.</param>
    /// <param name="connections">How many; one at least.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<TopicHolder> StartAsync(int port, int connections, CancellationToken stop)
    {
        var one = new TopicHolder(Math.Max(1, connections));
        try
        {
            var report = await one.Process.AskAsync(new LoadOrder("connect") { Port = port, Protocol = "realtime", For = "hold", Connections = one._connections }, stop);
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
        await Process.AskAsync(new LoadOrder("mark"), stop);
        await Process.AskAsync(new LoadOrder("join") { Connections = _connections, Rate = perSecond, Topics = topics, Topic = prefix }, stop, TimeSpan.FromSeconds(topics / perSecond));
        for (var tries = 0; ; tries++)
        {
            var report = await Process.AskAsync(new LoadOrder("report"), stop);
            if (report.FirstFrames >= topics) return;
            if (tries == 120) throw new InvalidOperationException($"{topics - report.FirstFrames} of {topics} topics got no rows within two minutes; {report.Lost} connections were lost");
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
