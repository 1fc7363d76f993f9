namespace Realtime.Node.Sockets;

/// <summary>
/// The bytes under a WebSocket, noting what comes in and what the client takes, and writing several frames at once. Ping frames are answered below the message
/// level and would otherwise go unheard. The socket cannot cut it: a WebSocket that finds a fault in what came sends its close frame and cuts at once, and the
/// reset would overtake the frame.
/// </summary>
/// <param name="inner">The connection. What is written to it goes out without a flush.</param>
internal sealed class SocketStream(Stream inner) : Stream
{
    private HeldFrames _held;
    private long _taken;
    private bool _heard;
    private bool _cut;

    /// <summary>Whether data frames written now wait for the next one. The WebSocket writes each frame whole and one at a time.</summary>
    public bool HoldsBack { get; set; }

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
    public void Cut()
    {
        _cut = true;
        Dispose();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _heard, true);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_held.IsEmpty && !HoldsBack) return WritePartsAsync(buffer, cancellationToken);
        // Control frames do not wait, and take with them what does: behind a close frame nothing may come.
        var isControl = (buffer.Span[0] & 0x08) != 0;
        var fits = _held.TryAdd(buffer.Span);
        return fits && HoldsBack && !isControl ? ValueTask.CompletedTask : WriteHeldAsync(fits ? default : buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _held.IsEmpty ? inner.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _cut) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Writes what is held, and then a frame that was too large to be held with it.</summary>
    private async ValueTask WriteHeldAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        try
        {
            await WritePartsAsync(_held.Bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _held.Clear();
        }

        await WritePartsAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>In parts: of one large write nobody could tell whether the client reads it slowly or not at all.</summary>
    private async ValueTask WritePartsAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, HeldFrames.Most)];
            await inner.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _taken, part.Length);
            bytes = bytes[part.Length..];
        }
    }
}
