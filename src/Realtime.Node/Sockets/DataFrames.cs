using System.Buffers.Binary;

namespace Realtime.Node.Sockets;

/// <summary>Puts messages into frames as a server sends them: whole, unmasked (RFC 6455, section 5.2).</summary>
internal static class DataFrames
{
    /// <summary>The longest header, in bytes.</summary>
    public const int MaxHeader = 10;

    private const byte WholeText = 0x81;

    /// <summary>Writes the header of a text message.</summary>
    /// <param name="to">Room for <see cref="MaxHeader"/> bytes.</param>
    /// <param name="length">Of the message, in bytes.</param>
    /// <returns>The header's length.</returns>
    public static int WriteHeader(Span<byte> to, int length)
    {
        to[0] = WholeText;
        switch (length)
        {
            case < 126:
                to[1] = (byte)length;
                return 2;
            case <= ushort.MaxValue:
                to[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)length);
                return 4;
            default:
                to[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(to[2..], (ulong)length);
                return MaxHeader;
        }
    }
}
