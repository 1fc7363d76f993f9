using System.Globalization;
using System.Text;
using CsCheck;

namespace Realtime.Protocol.Tests;

/// <summary>Random texts, JSON and messages, rich in what readers and writers get wrong.</summary>
internal static class Generators
{
    private static readonly Gen<string> Rune = Gen.OneOf(
        Gen.Int[0, 0xD7FF].Select(char.ConvertFromUtf32),
        Gen.Int[0xE000, 0x10FFFF].Select(char.ConvertFromUtf32),
        Gen.Int[0x20, 0x7E].Select(char.ConvertFromUtf32),
        Gen.Int[0, 0x1F].Select(char.ConvertFromUtf32),
        Gen.OneOf("\"", "\\", "/", "'", "<", "\u007f", "\u0085", "\u2028", "\uFEFF", "\uFFFD", "\uFFFF", "é", "日", "😀", "\\u0041", "\\ud800"));

    /// <summary>Text that UTF-8 can express.</summary>
    public static readonly Gen<string> Text = Gen.Frequency(
        (8, Rune.Array[0, 24].Select(string.Concat)),
        (1, Gen.OneOf("phoenix", "realtime:acme", "phx_join", "phx_leave", "heartbeat", "access_token", "rewind", "null", "")));

    /// <summary>Text that fits a binary message.</summary>
    public static readonly Gen<string> ShortText = Text.Where(text => Encoding.UTF8.GetByteCount(text) <= BinaryMessageWriter.MaxStringBytes);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Long.Select(value => value.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
        Gen.OneOf("0", "-0", "-0.0", "1e3", "1E+3", "0.10", "12345678901234567890123"));

    /// <summary>A text and one of the ways to spell it as a JSON string token, each UTF-16 unit escaped or not.</summary>
    public static readonly Gen<(string Text, string Token)> SpelledText = Gen
        .Select(Text, Gen.Bool.Array[64])
        .Select((text, escaped) => (text, Spell(text, escaped)));

    /// <summary>A ref as a raw JSON token.</summary>
    public static readonly Gen<string> Ref = Gen.OneOf(Gen.Const("null"), Number, SpelledText.Select(spelled => spelled.Token));

    /// <summary>Any JSON of a few levels.</summary>
    public static readonly Gen<string> Json = JsonOf(3);

    /// <summary>Valid messages and, more often, what is left of one after some bytes were changed, lost or doubled.</summary>
    public static readonly Gen<byte[]> MutatedText = Mutated(
        Gen.Select(Ref, Ref, SpelledText, SpelledText, Json).Select((jr, r, topic, name, json) => $"[{jr},{r},{topic.Token},{name.Token},{json}]".Utf8()));

    /// <summary>Pieces of JSON in any order: nearly valid far more often than random bytes are.</summary>
    public static readonly Gen<byte[]> Pieces = Gen
        .OneOf(
            "[", "]", ",", "null", "\"1\"", "2", "\"phoenix\"", "\"\\ud83d\"", "\"\\ud83d\\ude00\"", "{}", "{", "}", ":", " ", "\"", "true",
            "[null,\"1\",\"t\",\"e\",", "\\")
        .Array[0, 14].Select(pieces => string.Concat(pieces).Utf8());

    /// <summary>Binary pushes, whole and mutated likewise.</summary>
    public static readonly Gen<byte[]> MutatedBinary = Mutated(
        Gen.Select(ShortText, ShortText, ShortText, ShortText, Gen.Byte.Array[0, 8]).Select(BinaryPush));

    /// <summary>A binary push as a client sends it.</summary>
    public static byte[] BinaryPush(string joinRef, string reference, string topic, string name, byte[] data)
    {
        var strings = new[] { joinRef, reference, topic, name };
        return [0, .. strings.Select(text => (byte)text.Utf8().Length), .. strings.SelectMany(text => text.Utf8()), .. data];
    }

    private static Gen<byte[]> Mutated(Gen<byte[]> valid) => Gen.Select(valid, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Byte).Array[0, 3], Mutate);

    private static byte[] Mutate(byte[] message, (int How, int Where, byte What)[] mutations)
    {
        var bytes = message.ToList();
        foreach (var (how, where, what) in mutations)
        {
            if (bytes.Count == 0) break;
            var at = where % bytes.Count;
            if (how == 0) bytes[at] = what;
            else if (how == 1) bytes.RemoveAt(at);
            else if (how == 2) bytes.Insert(at, bytes[what % bytes.Count]);
            else bytes.RemoveRange(at, bytes.Count - at);
        }

        return [.. bytes];
    }

    private static Gen<string> JsonOf(int levels)
    {
        var leaf = Gen.OneOf(Number, SpelledText.Select(spelled => spelled.Token), Gen.OneOf("true", "false", "null", "{}", "[]", "\"\\ud800\""));
        if (levels == 0) return leaf;
        var inner = JsonOf(levels - 1);
        return Gen.OneOf(
            leaf,
            inner.Array[0, 3].Select(values => $"[{string.Join(" , ", values)}]"),
            Gen.Select(SpelledText, inner).Select((name, value) => $"{name.Token}: {value}").Array[0, 3].Select(members => $"{{{string.Join(',', members)}}}"));
    }

    private static string Spell(string text, bool[] escaped)
    {
        var token = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            // Both halves of a pair are spelled alike: half a pair cannot stand raw.
            var choice = escaped[(char.IsLowSurrogate(text[i]) ? i - 1 : i) % escaped.Length];
            if (choice || char.IsControl(text[i]) || text[i] is '"' or '\\') token.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else token.Append(text[i]);
        }

        return token.Append('"').ToString();
    }
}
