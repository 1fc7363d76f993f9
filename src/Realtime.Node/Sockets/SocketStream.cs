namespace Realtime.Node.Sockets;

/// <summary>
/// The bytes under a WebSocket, noting what comes in and what the client takes. Data frames are written past the WebSocket, whose own writes, control frames all
/// of them, go between: one whole frame after the other. Ping frames are answered below the message level and would otherwise go unheard. The socket cannot cut
/// it: a WebSocket that finds a fault in what came sends its close frame and cuts at once, and the reset would overtake the frame.
/// </summary>
/// <param name="input">What the client sends.</param>
/// <param name="output">What it is sent.</param>
internal sealed class SocketStream(Stream input, ISocketOutput output) : Stream
{
    /// <summary>Most that is written at once, in bytes: of one large write nobody could tell whether the client reads it slowly or not at all.</summary>
    public const int MostAtOnce = 64 << 10;

    private const int OpcodeMask = 0x0F;

    private const int CloseOpcode = 0x8;

    /// <summary>Stands for a writer whom nobody waits for.</summary>
    private static readonly object Alone = new();

    /// <summary>Null: nobody writes. Who waits for the writer puts a completion here.</summary>
    private object? _turn;
    private long _taken;
    private bool _closed;
    private bool _heard;

    /// <summary>How many bytes were taken so far.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether anything came in since the last call.</summary>
    public bool TakeHeard()
    {
        if (!Volatile.Read(ref _heard)) return false;
        Volatile.Write(ref _heard, false);
        return true;
    }

    /// <summary>Ends the connection now, whatever is under way.</summary>
    public void Cut() => output.Abort();

    /// <summary>Writes whole data frames; nothing any more behind a close frame.</summary>
    /// <param name="frames">They, or the beginning of one.</param>
    /// <param name="rest">The rest of that one.</param>
    public ValueTask WriteDataAsync(ReadOnlyMemory<byte> frames, ReadOnlyMemory<byte> rest = default) => WriteWholeAsync(frames, rest, closes: false);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _heard, true);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>What the WebSocket writes: one control frame.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WriteWholeAsync(buffer, default, closes: (buffer.Span[0] & OpcodeMask) == CloseOpcode);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask WriteWholeAsync(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> rest, bool closes)
    {
        while (Enter() is { } free) await free.ConfigureAwait(false);
        try
        {
            if (_closed) return;
            _closed = closes;
            await WritePartsAsync(bytes).ConfigureAwait(false);
            if (rest.Length > 0) await WritePartsAsync(rest).ConfigureAwait(false);
        }
        catch
        {
            // A frame may have gone out in part: nothing can follow it.
            Cut();
            throw;
        }
        finally
        {
            Leave();
        }
    }

    private async ValueTask WritePartsAsync(ReadOnlyMemory<byte> bytes)
    {
        do
        {
            var part = bytes[..Math.Min(bytes.Length, MostAtOnce)];
            await output.WriteAsync(part).ConfigureAwait(false);
            Interlocked.Add(ref _taken, part.Length);
            bytes = bytes[part.Length..];
        }
        while (bytes.Length > 0);
    }

    /// <summary>Null: the caller may write, and leaves afterwards. Else somebody writes; completes when that is done.</summary>
    private Task? Enter()
    {
        while (true)
        {
            switch (Interlocked.CompareExchange(ref _turn, Alone, null))
            {
                case null: return null;
                case TaskCompletionSource free: return free.Task;
            }

            var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _turn, left, Alone) == Alone) return left.Task;
        }
    }

    private void Leave() => (Interlocked.Exchange(ref _turn, null) as TaskCompletionSource)?.SetResult();
}
