using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.Local.Watching;

/// <summary>A browser as phoenix.js makes it: joins its topics, notes every frame, and comes back with its topics whenever the connection ends.</summary>
public sealed class Watcher : IAsyncDisposable
{
    /// <summary>As phoenix.js: milliseconds before each try, the last one for ever.</summary>
    private static readonly int[] ReconnectAfter = [10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000];

    /// <summary>What browsers report of a connection that ended without a close frame.</summary>
    private const int Broken = 1006;

    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RejoinAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    private readonly Uri _uri;
    private readonly HashSet<string> _topics;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Task _running;
    private ClientWebSocket? _socket;
    private int _connection;
    private int _ref;

    /// <param name="name">For messages.</param>
    /// <param name="at">A node or the proxy.</param>
    /// <param name="topics">Keys to watch from the start.</param>
    public Watcher(string name, IPEndPoint at, IEnumerable<string> topics)
    {
        (Name, _topics) = (name, [.. topics]);
        _uri = new Uri($"ws://{at}/socket/websocket?vsn=2.0.0");
        _running = RunAsync();
    }

    /// <summary>Who it is.</summary>
    public string Name { get; }

    /// <summary>What it saw.</summary>
    public WatchRecord Record { get; } = new();

    /// <summary>What it watches.</summary>
    public IReadOnlyList<string> Topics
    {
        get { lock (_topics) return [.. _topics]; }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Watches one more topic.</summary>
    public Task JoinAsync(string topic)
    {
        lock (_topics) _topics.Add(topic);
        return _socket is { State: WebSocketState.Open } socket ? SendJoinAsync(socket, topic) : Task.CompletedTask;
    }

    /// <summary>Watches a topic no longer.</summary>
    public Task LeaveAsync(string topic)
    {
        lock (_topics) _topics.Remove(topic);
        return _socket is { State: WebSocketState.Open } socket ? SendAsync(socket, null, $"l{Interlocked.Increment(ref _ref)}", $"realtime:{topic}", "phx_leave") : Task.CompletedTask;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _sending.Dispose();
    }

    private async Task RunAsync()
    {
        var tries = 0;
        for (var connection = 1; !_stopping.IsCancellationRequested; connection++)
        {
            using var socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            if (await ConnectAsync(socket))
            {
                tries = 0;
                await ServeAsync(socket, connection);
            }

            if (_stopping.IsCancellationRequested) return;
            await Task.Delay(ReconnectAfter[Math.Min(tries++, ReconnectAfter.Length - 1)], _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> ConnectAsync(ClientWebSocket socket)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            patience.CancelAfter(ConnectWithin);
            await socket.ConnectAsync(_uri, patience.Token);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ServeAsync(ClientWebSocket socket, int connection)
    {
        (_socket, _connection) = (socket, connection);
        var code = Broken;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var heartbeats = HeartbeatsAsync(socket, ended.Token);
        try
        {
            foreach (var topic in Topics) await SendJoinAsync(socket, topic);
            code = await ReceiveAsync(socket, connection);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // A broken connection brings no code.
        }

        await ended.CancelAsync();
        await heartbeats;
        if (!_stopping.IsCancellationRequested) Record.Closed(code, Now);
    }

    private async Task<int> ReceiveAsync(ClientWebSocket socket, int connection)
    {
        var buffer = new byte[8192];
        using var message = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), _stopping.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                var code = (int)(socket.CloseStatus ?? WebSocketCloseStatus.Empty);
                await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty, null, _stopping.Token);
                return code;
            }

            message.Write(buffer.AsSpan(0, received.Count));
            if (!received.EndOfMessage) continue;
            using (var parsed = JsonDocument.Parse(message.GetBuffer().AsMemory(0, (int)message.Length))) Take(parsed.RootElement, connection);
            message.SetLength(0);
        }
    }

    private void Take(JsonElement message, int connection)
    {
        var topic = message[2].GetString()!;
        if (!topic.StartsWith("realtime:", StringComparison.Ordinal)) return;
        var key = topic["realtime:".Length..];
        var name = message[3].GetString()!;
        switch (name)
        {
            case "phx_reply" when message[4].GetProperty("status").GetString() != "ok":
                Record.Fault($"{Name}: {message}");
                break;
            case "phx_reply":
                if (message[1].GetString()![0] == 'j') Record.Joined(key, Now, connection);
                break;
            case "phx_error":
                Record.Ended(key, Now);
                _ = RejoinAsync(key, connection);
                break;
            case "phx_close":
                break;
            default:
                if (Frame.Read(key, name, message[4], Now, connection) is { } frame) Record.Add(frame);
                break;
        }
    }

    private async Task HeartbeatsAsync(ClientWebSocket socket, CancellationToken stop)
    {
        try
        {
            using var timer = new PeriodicTimer(HeartbeatEvery);
            while (await timer.WaitForNextTickAsync(stop)) await SendAsync(socket, null, $"h{Interlocked.Increment(ref _ref)}", "phoenix", "heartbeat");
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // The connection has ended: its reader says how.
        }
    }

    /// <summary>As phoenix.js after an error on a channel; a connection that ended meanwhile joins everything anyway.</summary>
    private async Task RejoinAsync(string topic, int connection)
    {
        try
        {
            await Task.Delay(RejoinAfter, _stopping.Token);
            if (_socket is { State: WebSocketState.Open } socket && connection == _connection && Topics.Contains(topic)) await SendJoinAsync(socket, topic);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // The connection has ended: the next one joins.
        }
    }

    private Task SendJoinAsync(ClientWebSocket socket, string topic)
    {
        var joinRef = $"j{Interlocked.Increment(ref _ref)}";
        return SendAsync(socket, joinRef, joinRef, $"realtime:{topic}", "phx_join");
    }

    private async Task SendAsync(ClientWebSocket socket, string? joinRef, string reference, string topic, string name)
    {
        var text = Encoding.UTF8.GetBytes($"[{(joinRef is null ? "null" : $"\"{joinRef}\"")},\"{reference}\",\"{topic}\",\"{name}\",{{}}]");
        await _sending.WaitAsync(_stopping.Token);
        try
        {
            await socket.SendAsync(text.AsMemory(), WebSocketMessageType.Text, true, _stopping.Token);
        }
        finally
        {
            _sending.Release();
        }
    }
}
