using System.Text.Json;
using Realtime.Bench.Feed;

namespace Realtime.Bench.Servers;

/// <summary>A server under measurement, in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly ChildProcess _child;

    private ServerProcess(ChildProcess child, int port, int control) => (_child, Port, Control) = (child, port, control);

    /// <summary>Of subscribers, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Of acknowledgements, on 127.0.0.1.</summary>
    public int Control { get; }

    /// <summary>Of its process.</summary>
    public int Id => _child.Id;

    /// <summary>User and system time it has used.</summary>
    public TimeSpan Cpu => _child.Cpu;

    /// <summary>Resident memory.</summary>
    public long MemoryBytes => _child.MemoryBytes;

    /// <summary>Files it has open.</summary>
    public int Handles => _child.Handles;

    /// <summary>Starts one, and waits until it takes connections.</summary>
    public static async Task<ServerProcess> StartAsync(ServerKind kind, CancellationToken stop)
    {
        var child = new ChildProcess(kind.File, kind.Arguments, PeerConsole.Mark);
        try
        {
            var hello = JsonElement.Parse(await child.HearAsync(stop));
            return new ServerProcess(child, hello.GetProperty("port").GetInt32(), hello.GetProperty("control").GetInt32());
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>It begins to send.</summary>
    public Task StartAsync(FeedOrder order, CancellationToken stop) => _child.AskAsync(order.ToString(), stop);

    /// <summary>It sends no more.</summary>
    /// <returns>How many broadcasts it has sent.</returns>
    public async Task<long> StopAsync(CancellationToken stop) => JsonElement.Parse(await _child.AskAsync("stop", stop)).GetProperty("sent").GetInt64();

    /// <summary>Its runtime collects garbage and gives memory back.</summary>
    /// <returns>Bytes of objects that are alive.</returns>
    public async Task<long> CollectAsync(CancellationToken stop) => (await CollectedAsync(stop)).Alive;

    /// <summary>The same, with the resident memory in that moment: a server that works has new garbage soon.</summary>
    public async Task<(long Alive, long Resident)> CollectedAsync(CancellationToken stop)
    {
        var answer = JsonElement.Parse(await _child.AskAsync("collect", stop));
        return (answer.GetProperty("heap").GetInt64(), answer.TryGetProperty("resident", out var resident) ? resident.GetInt64() : MemoryBytes);
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();
}
