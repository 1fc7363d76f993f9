using Akka.Cluster.Sharding;
using Realtime.Protocol;

namespace Realtime.Actors.Topics;

/// <summary>Marks in the actor registry where messages for topics go, whichever node runs them.</summary>
public sealed class TopicRegion;

/// <summary>Marks in the actor registry the topics that this node itself runs; there on topic nodes only.</summary>
public sealed class OwnTopics;

/// <summary>Which shard a topic lives in. Stable over versions and platforms: two nodes that disagree would run a topic twice.</summary>
public sealed class TopicShards : IMessageExtractor
{
    /// <summary>Shards: about ten for each node of the largest cluster meant (50). Fixed for the life of a cluster.</summary>
    public const int Count = 512;

    /// <inheritdoc/>
    public string EntityId(object message) => (message as ITopicMessage)?.Topic.Value!;

    /// <inheritdoc/>
    public object EntityMessage(object message) => message;

    /// <inheritdoc/>
    public string ShardId(object message) => message is ITopicMessage topic ? ShardId(topic.Topic.Value) : null!;

    /// <inheritdoc/>
    public string ShardId(string entityId, object? messageHint = null) =>
        ((int)(new TopicKey(entityId).Hash % Count)).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
