namespace Realtime.Node.Sockets;

/// <summary>
/// The bytes under a WebSocket, noting that something came in: ping frames are answered below the message level and would otherwise go unheard. The socket
/// cannot cut it: a WebSocket that finds a fault in what came sends its close frame and cuts at once, and the reset would overtake the frame.
/// </summary>
internal sealed class HeardStream(Stream inner) : Stream
{
    private bool _heard;
    private bool _cut;

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

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _cut) inner.Dispose();
        base.Dispose(disposing);
    }
}
