using System.Buffers.Text;
using System.Diagnostics;

namespace Realtime.Bench.Feed;

/// <summary>
/// What every broadcast carries, whoever sends it: <c>{"sent":…,"n":…,"pad":"…"}</c>, both numbers of a fixed width, so that a reader finds them without parsing.
/// </summary>
public static class Payload
{
    /// <summary>Shortest payload: without padding.</summary>
    public const int MinBytes = 52;

    /// <summary>Keeps the time nineteen digits long on any machine.</summary>
    private const long SentOffset = 1_000_000_000_000_000_000;

    /// <summary>Keeps the number ten digits long.</summary>
    private const long NumberOffset = 1_000_000_000;

    private const int SentDigits = 19;
    private const int NumberDigits = 10;
    private const int BetweenBytes = 5;

    /// <summary>The monotonic clock in nanoseconds: one for all processes of a machine.</summary>
    public static long Now => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    private static ReadOnlySpan<byte> Marker => "\"sent\":"u8;

    /// <summary>Makes one.</summary>
    /// <param name="n">Its number, from 0.</param>
    /// <param name="sent">On <see cref="Now"/>.</param>
    /// <param name="size">Bytes, at least <see cref="MinBytes"/>.</param>
    public static byte[] Make(long n, long sent, int size)
    {
        var bytes = new byte[size];
        bytes.AsSpan().Fill((byte)'x');
        """{"sent":"""u8.CopyTo(bytes);
        Utf8Formatter.TryFormat(SentOffset + sent, bytes.AsSpan(8), out _);
        ""","n":"""u8.CopyTo(bytes.AsSpan(27));
        Utf8Formatter.TryFormat(NumberOffset + n, bytes.AsSpan(32), out _);
        ""","pad":" """u8[..8].CopyTo(bytes.AsSpan(42));
        "\"}"u8.CopyTo(bytes.AsSpan(size - 2));
        return bytes;
    }

    /// <summary>Finds the next one in what came.</summary>
    /// <param name="bytes">Searched from its start, and cut behind what was found.</param>
    /// <param name="n">Its number.</param>
    /// <param name="sent">When it was sent, on <see cref="Now"/>.</param>
    public static bool TryFind(ref ReadOnlySpan<byte> bytes, out long n, out long sent)
    {
        (n, sent) = (0, 0);
        var at = bytes.IndexOf(Marker);
        if (at < 0) return false;
        var rest = bytes[(at + Marker.Length)..];
        if (rest.Length < SentDigits + BetweenBytes + NumberDigits) return false;
        sent = Digits(rest[..SentDigits]) - SentOffset;
        n = Digits(rest.Slice(SentDigits + BetweenBytes, NumberDigits)) - NumberOffset;
        bytes = rest[(SentDigits + BetweenBytes + NumberDigits)..];
        return true;
    }

    private static long Digits(ReadOnlySpan<byte> text)
    {
        var value = 0L;
        foreach (var digit in text) value = value * 10 + (digit - '0');
        return value;
    }
}
