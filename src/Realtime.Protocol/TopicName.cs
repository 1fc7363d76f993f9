using System.Text;

namespace Realtime.Protocol;

/// <summary>What a name on the wire turned out to be.</summary>
public enum TopicNameKind
{
    /// <summary><c>realtime:</c> and a valid key.</summary>
    Ours,

    /// <summary>Some other topic: the answer is <c>unmatched topic</c>.</summary>
    Unmatched,

    /// <summary><c>realtime:</c> and a key nobody can have: the answer is a final denial.</summary>
    Invalid,
}

/// <summary>Reads topic names: <c>realtime:&lt;key&gt;</c>.</summary>
public static class TopicName
{
    /// <summary>What every topic of this server begins with.</summary>
    public const string Prefix = "realtime:";

    /// <summary>Longest name in bytes of UTF-8: a length fits one byte of a binary frame.</summary>
    public const int MaxBytes = 255;

    /// <summary>Why an <see cref="TopicNameKind.Invalid"/> name is refused.</summary>
    public const string InvalidReason = "invalid topic: expected realtime:<key>, at most 255 bytes, with a key and no control characters";

    /// <summary>Tells what <paramref name="name"/> is; <paramref name="key"/> is meaningful for <see cref="TopicNameKind.Ours"/> only.</summary>
    public static TopicNameKind Parse(string name, out TopicKey key)
    {
        key = default;
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return TopicNameKind.Unmatched;
        if (name.Length == Prefix.Length || Encoding.UTF8.GetByteCount(name) > MaxBytes) return TopicNameKind.Invalid;
        for (var i = Prefix.Length; i < name.Length; i++)
        {
            if (char.IsControl(name[i])) return TopicNameKind.Invalid;
            if (!char.IsSurrogate(name[i])) continue;

            // A lone surrogate has no UTF-8: stores, hashes and the wire would each make another key of it.
            if (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[i + 1])) return TopicNameKind.Invalid;
            i++;
        }

        key = new TopicKey(name[Prefix.Length..]);
        return TopicNameKind.Ours;
    }
}
