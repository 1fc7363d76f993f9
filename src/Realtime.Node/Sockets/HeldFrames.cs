using System.Buffers;

namespace Realtime.Node.Sockets;

/// <summary>WebSocket frames that wait for the one that is written with them; a rented buffer while there are any, nothing else.</summary>
internal struct HeldFrames
{
    /// <summary>Most that is written at once, in bytes: as much as Kestrel takes before it waits for the client.</summary>
    public const int Most = 64 << 10;

    private byte[]? _buffer;
    private int _length;

    /// <summary>Whether there are none.</summary>
    public readonly bool IsEmpty => _length == 0;

    /// <summary>All of them.</summary>
    public readonly ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Holds one more, if it fits.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame)
    {
        if (_length + frame.Length > Most) return false;
        _buffer ??= ArrayPool<byte>.Shared.Rent(Most);
        frame.CopyTo(_buffer.AsSpan(_length));
        _length += frame.Length;
        return true;
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _length) = (null, 0);
    }
}
