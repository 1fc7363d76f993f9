using System.Globalization;
using Akka.DistributedData;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Presence;

/// <summary>
/// How presence is laid out in DistributedData: 4,096 ORSets, eight per shard, each with one element per (topic, node). A fixed set of keys, because a deleted
/// one can never be used again; small sets, because each change of one is merged, and encoded for a digest, as a whole.
/// </summary>
internal static class PresenceBucket
{
    /// <summary>Buckets; a multiple of the shard count, so that all topics of a bucket live in one shard.</summary>
    public const int Count = 8 * TopicShards.Count;

    private static readonly ORSetKey<string>[] Keys = [.. Enumerable.Range(0, Count).Select(i => new ORSetKey<string>($"presence/{i}"))];

    /// <summary>The bucket of a topic.</summary>
    public static int Of(ulong topicHash) => (int)(topicHash % Count);

    /// <summary>A bucket's key.</summary>
    public static ORSetKey<string> Key(int bucket) => Keys[bucket];

    /// <summary>The bucket a key belongs to.</summary>
    public static int Of(IKey key) => int.Parse(key.Id.AsSpan("presence/".Length), CultureInfo.InvariantCulture);

    /// <summary>What stands for a node that watches a topic. The node's UID, not its address: a node that restarts on the same address is a new one.</summary>
    public static string Element(ulong topicHash, long nodeUid) => string.Create(CultureInfo.InvariantCulture, $"{topicHash:x}@{nodeUid:x}");

    /// <summary>Reads an element; false: not one.</summary>
    public static bool TryRead(string element, out ulong topicHash, out long nodeUid)
    {
        (topicHash, nodeUid) = (0, 0);
        var at = element.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && ulong.TryParse(element.AsSpan(0, at), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out topicHash)
            && long.TryParse(element.AsSpan(at + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nodeUid);
    }
}
