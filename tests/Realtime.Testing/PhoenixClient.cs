using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.Testing;

/// <summary>A bare WebSocket client that keeps everything the server says, in its order.</summary>
public sealed class PhoenixClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly List<PhoenixMessage> _messages = [];
    private readonly TaskCompletionSource<(int Code, string Reason)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;

    private PhoenixClient()
    {
        // Nothing is sent but what the test sends.
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
    }

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<PhoenixMessage> Messages
    {
        get { lock (_messages) return [.. _messages]; }
    }

    /// <summary>How many came so far: where to look from for what comes now.</summary>
    public int Count
    {
        get { lock (_messages) return _messages.Count; }
    }

    /// <summary>The subprotocol the server chose.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Whether the socket is still open both ways.</summary>
    public bool IsOpen => _socket.State == WebSocketState.Open && !_closed.Task.IsCompleted;

    /// <summary>Connects to a node.</summary>
    public static Task<PhoenixClient> ConnectAsync(NodeProcess node, string query = "?vsn=2.0.0", Action<ClientWebSocketOptions>? options = null) =>
        ConnectAsync(node.Port, query, options);

    /// <summary>Connects to whatever listens on a port of this machine.</summary>
    public static async Task<PhoenixClient> ConnectAsync(int port, string query = "?vsn=2.0.0", Action<ClientWebSocketOptions>? options = null)
    {
        var client = new PhoenixClient();
        options?.Invoke(client._socket.Options);
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/socket/websocket{query}"), patience.Token);
        client._receiving = client.ReceiveAsync();
        return client;
    }

    /// <summary>Sends a text as it is.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Sends bytes as they are; with <paramref name="last"/> false as a fragment that others follow.</summary>
    public async Task SendAsync(byte[] bytes, WebSocketMessageType type, bool last = true)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        await _socket.SendAsync(bytes.AsMemory(), type, last, patience.Token);
    }

    /// <summary>Sends a push with texts as refs.</summary>
    public Task PushAsync(string topic, string @event, string @ref, string? joinRef = null, string payload = "{}") =>
        SendAsync($"[{Json(joinRef)},{Json(@ref)},{Json(topic)},{Json(@event)},{payload}]");

    /// <summary>Joins <c>realtime:&lt;key&gt;</c> and waits for the reply, which must be ok.</summary>
    /// <returns>The reply's place.</returns>
    public async Task<int> JoinAsync(string key, string joinRef = "1")
    {
        var from = Count;
        await PushAsync($"realtime:{key}", "phx_join", joinRef, joinRef);
        var reply = await ReplyAsync($"realtime:{key}", joinRef, from);
        if (reply.Payload.GetProperty("status").GetString() != "ok") throw new InvalidOperationException($"refused: {reply}");
        return reply.Place;
    }

    /// <summary>Waits for the reply to the push with this ref, a text.</summary>
    public Task<PhoenixMessage> ReplyAsync(string topic, string @ref, int from = 0) =>
        MessageAsync(m => m.Topic == topic && m.Event == "phx_reply" && m.Ref == Json(@ref), $"reply {@ref} of {topic}", from);

    /// <summary>Waits for the next frame of a topic and data set that fits.</summary>
    public Task<PhoenixMessage> FrameAsync(string key, string dataSet, Func<PhoenixMessage, bool> fits, string what, int from = 0) =>
        MessageAsync(m => m.Topic == $"realtime:{key}" && m.Event == dataSet && m.IsFrame && fits(m), $"{key} {dataSet}: {what}", from);

    /// <summary>Waits for the first message, at or after place <paramref name="from"/>, that fits.</summary>
    public async Task<PhoenixMessage> MessageAsync(Func<PhoenixMessage, bool> fits, string what, int from = 0)
    {
        PhoenixMessage? found = null;
        var next = from;
        try
        {
            await Eventually.HoldsAsync(
                () =>
                {
                    for (; found is null && At(next) is { } message; next++)
                    {
                        if (fits(message)) found = message;
                    }

                    return found is not null;
                },
                what);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"never came: {what}; the last of {Count} messages: {string.Join(Environment.NewLine, Messages.TakeLast(8))}");
        }

        return found!;
    }

    /// <summary>Waits until the server closed.</summary>
    /// <returns>Its code (1006: the connection broke) and reason.</returns>
    public Task<(int Code, string Reason)> ClosedAsync() => _closed.Task.WaitAsync(Eventually.Deadline);

    /// <summary>Sends a close frame and waits for the server's.</summary>
    public async Task<int> CloseAsync(int code)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        await _socket.CloseOutputAsync((WebSocketCloseStatus)code, "", patience.Token);
        return (await ClosedAsync()).Code;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    /// <summary>A text as JSON; null as null.</summary>
    private static string Json(string? text) => text is null ? "null" : JsonSerializer.Serialize(text);

    private PhoenixMessage? At(int place)
    {
        lock (_messages) return place < _messages.Count ? _messages[place] : null;
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) break;
                message.Write(buffer.AsSpan(0, received.Count));
                if (!received.EndOfMessage) continue;
                lock (_messages) _messages.Add(new PhoenixMessage(message.ToArray(), _messages.Count));
                message.SetLength(0);
            }

            _closed.TrySetResult(((int)(_socket.CloseStatus ?? 0), _socket.CloseStatusDescription ?? ""));
            await _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.Empty, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or ArgumentException)
        {
            _closed.TrySetResult((1006, e.Message));
        }
    }
}
