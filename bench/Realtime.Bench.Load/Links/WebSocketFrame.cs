using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Realtime.Bench.Load.Links;

/// <summary>WebSocket frames as a client reads and writes them.</summary>
internal static class WebSocketFrame
{
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    /// <summary>Takes the next message from what came; false: it is not complete. A server's frames have no mask.</summary>
    /// <param name="bytes">Cut behind the message.</param>
    /// <param name="scratch">Where the parts of a message are put together that came in several frames.</param>
    /// <param name="opcode">Of the message.</param>
    /// <param name="payload">The message; in place, if it came in one frame.</param>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> bytes, Span<byte> scratch, out int opcode, out ReadOnlySpan<byte> payload)
    {
        var rest = bytes;
        if (!TryTake(ref rest, out var isFinal, out opcode, out payload)) return false;
        var length = 0;
        while (!isFinal)
        {
            payload.CopyTo(scratch[length..]);
            length += payload.Length;
            if (!TryTake(ref rest, out isFinal, out _, out payload)) return false;
        }

        if (length > 0)
        {
            payload.CopyTo(scratch[length..]);
            payload = scratch[..(length + payload.Length)];
        }

        bytes = rest;
        return true;
    }

    /// <summary>A final frame with a mask, of up to 65,535 bytes.</summary>
    public static byte[] Masked(int opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> mask = stackalloc byte[4];
        RandomNumberGenerator.Fill(mask);
        byte[] frame = payload.Length < 126
            ? [(byte)(0x80 | opcode), (byte)(0x80 | payload.Length), .. mask, .. payload]
            : [(byte)(0x80 | opcode), 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. mask, .. payload];
        var masked = frame.AsSpan(frame.Length - payload.Length);
        for (var i = 0; i < masked.Length; i++) masked[i] ^= mask[i & 3];
        return frame;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> bytes, out bool isFinal, out int opcode, out ReadOnlySpan<byte> payload)
    {
        (isFinal, opcode) = (false, 0);
        payload = default;
        if (bytes.Length < 2) return false;
        var (length, at) = ((long)bytes[1], 2);
        if (length == 126)
        {
            if (bytes.Length < 4) return false;
            (length, at) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4);
        }
        else if (length == 127)
        {
            if (bytes.Length < 10) return false;
            (length, at) = (BinaryPrimitives.ReadInt64BigEndian(bytes[2..]), 10);
        }

        if (bytes.Length - at < length) return false;
        (isFinal, opcode) = ((bytes[0] & 0x80) != 0, bytes[0] & 15);
        payload = bytes.Slice(at, (int)length);
        bytes = bytes[(at + (int)length)..];
        return true;
    }
}
