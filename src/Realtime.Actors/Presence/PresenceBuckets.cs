using System.Globalization;
using Akka.DistributedData;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Presence;

/// <summary>
/// How presence is laid out in DistributedData: 4,096 buckets, eight per shard. A fixed set of keys, because a deleted one can never be used again; small
/// ones, because each change of one is merged, and encoded for a digest, as a whole.
/// </summary>
internal static class PresenceBuckets
{
    /// <summary>How many; a multiple of the shard count, so that all topics of a bucket live in one shard.</summary>
    public const int Count = 8 * TopicShards.Count;

    private const string Prefix = "watched/";

    private static readonly BucketKey[] Keys = [.. Enumerable.Range(0, Count).Select(i => new BucketKey($"{Prefix}{i}"))];

    /// <summary>The bucket of a topic.</summary>
    public static int Of(ulong topicHash) => (int)(topicHash % Count);

    /// <summary>A bucket's key.</summary>
    public static Key<PresenceBucket> Key(int bucket) => Keys[bucket];

    /// <summary>The bucket a key belongs to.</summary>
    public static int Of(IKey key) => int.Parse(key.Id.AsSpan(Prefix.Length), CultureInfo.InvariantCulture);

    private sealed class BucketKey(string id) : Key<PresenceBucket>(id);
}
