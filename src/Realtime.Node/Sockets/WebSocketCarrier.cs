using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Threading.Tasks.Sources;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Protocol;

namespace Realtime.Node.Sockets;

/// <summary>
/// Carries messages over a WebSocket. What comes in is read by it, what goes out is framed here: nothing is masked, split or compressed, so a frame is its message
/// behind a few bytes. While nothing comes it holds no buffer.
/// </summary>
internal sealed class WebSocketCarrier(WebSocket socket, SocketStream stream, int maxMessageBytes, TimeProvider time) : ISocketCarrier, IValueTaskSource
{
    /// <summary>A client that does not answer a close frame for this long is cut off.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private const int FirstBufferBytes = 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketMessage _message = new();
    private ManualResetValueTaskSourceCore<bool> _resumed = new() { RunContinuationsAsynchronously = true };
    private int _closing;
    private volatile bool _abandoned;
    private int _waiting;

    /// <summary>Completes when the socket is gone: until then the request must stay open.</summary>
    public Task Ended => _ended.Task;

    public void Start(IActorRef connection) => _ = ReceiveAsync(connection);

    public void Resume()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1) _resumed.SetResult(true);
    }

    public long Taken => stream.Taken;

    public bool TakeHeard() => stream.TakeHeard();

    public void Abort()
    {
        socket.Abort();
        stream.Cut();
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> utf8)
    {
        // A small message goes out in one write with its header; of a large one what fits.
        var first = Math.Min(utf8.Length, SocketStream.MostAtOnce - DataFrames.MaxHeader);
        var buffer = ArrayPool<byte>.Shared.Rent(DataFrames.MaxHeader + first);
        try
        {
            var header = DataFrames.WriteHeader(buffer, utf8.Length);
            utf8.Span[..first].CopyTo(buffer.AsSpan(header));
            await stream.WriteDataAsync(buffer.AsMemory(0, header + first), utf8[first..]).ConfigureAwait(false);
        }
        catch (Exception e) when (IsGone(e))
        {
            // The receiving side ends as well, and with it the connection.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> batch)
    {
        if (batch.Count == 1)
        {
            await SendAsync(batch[0]).ConfigureAwait(false);
            return;
        }

        var most = 0;
        for (var i = 0; i < batch.Count; i++) most += DataFrames.MaxHeader + batch[i].Length;
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            var length = 0;
            for (var i = 0; i < batch.Count; i++)
            {
                length += DataFrames.WriteHeader(buffer.AsSpan(length), batch[i].Length);
                batch[i].Span.CopyTo(buffer.AsSpan(length));
                length += batch[i].Length;
            }

            await stream.WriteDataAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
        }
        catch (Exception e) when (IsGone(e))
        {
            // As above.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Close(int code, string reason)
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0) _ = CloseAsync((WebSocketCloseStatus)code, reason);
    }

    void IValueTaskSource.GetResult(short token)
    {
        _resumed.GetResult(token);
        _resumed.Reset();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _resumed.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _resumed.OnCompleted(continuation, state, token, flags);

    /// <summary>A close frame that is not answered, or cannot even be sent, ends in a cut.</summary>
    private async Task CloseAsync(WebSocketCloseStatus code, string? reason)
    {
        var sending = SendCloseAsync(code, reason);
        var waiting = Task.Delay(CloseTimeout, time);
        await Task.WhenAny(Task.WhenAll(sending, _ended.Task), waiting).ConfigureAwait(false);
        if (_ended.Task.IsCompleted) return;
        Abort();
        // A connection that crashed with a message in hand will not say so; one that is only late still reads it.
        _abandoned = true;
        Resume();
    }

    /// <summary>A client that says goodbye and does not read waits behind what it has not read: not for ever.</summary>
    private async Task AnswerCloseAsync(WebSocketCloseStatus code)
    {
        var sending = SendCloseAsync(code, null);
        if (await Task.WhenAny(sending, Task.Delay(CloseTimeout, time)).ConfigureAwait(false) != sending) Abort();
    }

    private async Task SendCloseAsync(WebSocketCloseStatus code, string? reason)
    {
        try
        {
            await socket.CloseOutputAsync(code, reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (IsGone(e))
        {
            Abort();
        }
    }

    private async Task ReceiveAsync(IActorRef connection)
    {
        try
        {
            bool broken;
            try
            {
                broken = await ReceiveAllAsync(connection).ConfigureAwait(false);
            }
            finally
            {
                connection.Tell(SocketClosed.Instance);
            }

            if (broken) await LingerAsync().ConfigureAwait(false);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Receives until the end. True: the end came without a close frame of the client, and nobody here had begun to close.</summary>
    private async Task<bool> ReceiveAllAsync(IActorRef connection)
    {
        try
        {
            while (await ReceiveMessageAsync(connection).ConfigureAwait(false))
            {
            }

            return false;
        }
        catch (Exception e) when (IsGone(e))
        {
            // Gone without a close frame: for the connection it is the same.
            return Interlocked.Exchange(ref _closing, 1) == 0;
        }
    }

    /// <summary>What came was no WebSocket message (text that is not UTF-8, a frame against the protocol), and the socket has said so: the client gets time to read it.</summary>
    private async ValueTask LingerAsync()
    {
        using var patience = new CancellationTokenSource(CloseTimeout, time);
        var dropped = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            while (await stream.ReadAsync(dropped.AsMemory(), patience.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (IsGone(e))
        {
            // Cut on the other side, or after the client's time was over.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(dropped);
        }
    }

    /// <summary>False: the socket is closed, or about to be.</summary>
    private async ValueTask<bool> ReceiveMessageAsync(IActorRef connection)
    {
        // Waits without a buffer of its own.
        var received = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            var length = 0;
            while (received.MessageType != WebSocketMessageType.Close && !received.EndOfMessage)
            {
                if (length == buffer.Length) buffer = Grown(buffer);
                received = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                length += received.Count;
                if (length <= maxMessageBytes) continue;
                Close(CloseCodes.TooBig, $"message over {maxMessageBytes} bytes");
                await DrainAsync(buffer).ConfigureAwait(false);
                return false;
            }

            if (received.MessageType == WebSocketMessageType.Close)
            {
                // The client's own code goes back to it: the server itself never says 1000.
                if (Interlocked.Exchange(ref _closing, 1) == 0) await AnswerCloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty).ConfigureAwait(false);
                return false;
            }

            _message.Bytes = buffer.AsMemory(0, length);
            _message.IsBinary = received.MessageType == WebSocketMessageType.Binary;
            Volatile.Write(ref _waiting, 1);
            connection.Tell(_message);
            await new ValueTask(this, _resumed.Version).ConfigureAwait(false);
            return true;
        }
        finally
        {
            if (!_abandoned) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What a client still sends after it was told to go is read and dropped, so that the close frame reaches it before any reset.</summary>
    private async ValueTask DrainAsync(byte[] buffer)
    {
        while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    private static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static bool IsGone(Exception e) =>
        e is WebSocketException or IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;
}
