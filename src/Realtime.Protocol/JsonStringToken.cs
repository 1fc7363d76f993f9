using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Realtime.Protocol;

/// <summary>JSON string tokens, quotes included: writes them, and tells which of those received can be turned back into text.</summary>
internal static class JsonStringToken
{
    // Relaxed: messages go into a WebSocket, never into HTML, and names in other scripts than Latin stay short and legible.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // One byte of UTF-8 becomes at most six: \u0000.
    private const int MaxGrowth = 6;

    // Reasons, event names and topics fit; what is longer is rented.
    private const int StackBytes = 512;

    /// <summary>Writes text as a token; a lone surrogate, which UTF-8 cannot express, becomes U+FFFD.</summary>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<char> text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        var utf8 = rented ?? stackalloc byte[StackBytes];
        var written = Encoding.UTF8.GetBytes(text, utf8);
        Write(to, utf8[..written]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes valid UTF-8 as a token.</summary>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> utf8)
    {
        // Nearly every name has nothing to escape: then no more than its own length is asked of the buffer.
        var plain = Encoder.FindFirstCharacterToEncodeUtf8(utf8) < 0;
        var span = to.GetSpan((plain ? utf8.Length : utf8.Length * MaxGrowth) + 2);
        var written = utf8.Length;
        if (plain) utf8.CopyTo(span[1..]);
        else Encoder.EncodeUtf8(utf8, span[1..], out _, out written);
        span[0] = span[written + 1] = (byte)'"';
        to.Advance(written + 2);
    }

    /// <summary>
    /// Whether <see cref="Text"/> can read a token that a JSON reader accepted. Such a reader checks how an escape is spelled, not that
    /// <c>\uD800</c> to <c>\uDBFF</c> is followed by <c>\uDC00</c> to <c>\uDFFF</c> and that none of the latter stands alone.
    /// </summary>
    /// <param name="content">Valid UTF-8 between the quotes.</param>
    public static bool HasText(ReadOnlySpan<byte> content)
    {
        while (true)
        {
            var backslash = content.IndexOf((byte)'\\');
            if (backslash < 0) return true;
            content = content[backslash..];
            if (!StartsWithCodeUnit(content, out var unit))
            {
                content = content[2..];
                continue;
            }

            content = content[6..];
            if (!char.IsSurrogate(unit)) continue;
            if (char.IsLowSurrogate(unit) || !StartsWithCodeUnit(content, out var low) || !char.IsLowSurrogate(low)) return false;
            content = content[6..];
        }
    }

    /// <summary>The text of a token.</summary>
    /// <exception cref="InvalidOperationException">It is no string, or <see cref="HasText"/> would be false.</exception>
    public static string Text(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetString() ?? throw new InvalidOperationException("A null token has no text.");
    }

    private static bool StartsWithCodeUnit(ReadOnlySpan<byte> content, out char unit)
    {
        unit = default;
        if (content.Length < 6 || content[0] != '\\' || content[1] != 'u') return false;
        if (!Utf8Parser.TryParse(content.Slice(2, 4), out ushort value, out _, 'x')) return false;
        unit = (char)value;
        return true;
    }
}
