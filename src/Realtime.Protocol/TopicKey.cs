using System.IO.Hashing;
using System.Text;

namespace Realtime.Protocol;

/// <summary>The key of a topic: what follows <c>realtime:</c>. It reaches a store only as a parameter, never in SQL text.</summary>
/// <param name="Value">1 to 246 bytes of UTF-8 without control characters or lone surrogates; make one with <see cref="TopicName.Parse(string, out TopicKey)"/>.</param>
public readonly record struct TopicKey(string Value)
{
    /// <summary>Stable over processes, versions and platforms: shards and presence buckets are derived from it.</summary>
    public ulong Hash => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Value));

    /// <summary>The topic's name on the wire.</summary>
    public string Topic => TopicName.Prefix + Value;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
