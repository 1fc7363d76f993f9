using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.DistributedData;
using Realtime.Actors.Presence;
using Realtime.Actors.Serialization;

namespace Realtime.Actors.Operations;

/// <summary>What operators ask of presence: what a node itself watches, and what its copy of DistributedData shows for all nodes.</summary>
/// <param name="system">This node's actors.</param>
/// <param name="replicator">DistributedData on this node.</param>
/// <param name="relays">This node's relays; null: it holds no watchers.</param>
internal sealed class PresenceQueries(ActorSystem system, IActorRef replicator, IActorRef? relays)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public void AddTo(NodeQueries queries)
    {
        queries.Add("watched", WatchedAsync);
        queries.Add("replica", ReplicaAsync);
        queries.Add("limits", LimitsAsync);
    }

    /// <summary>How large the messages of presence are, and may be.</summary>
    private async Task<NodeRows> LimitsAsync(ImmutableDictionary<string, string> arguments)
    {
        var bytes = (await BucketsAsync().ConfigureAwait(false)).Select(bucket => PresenceWire.ToWire(bucket).CalculateSize()).DefaultIfEmpty().Max();
        var config = system.Settings.Config;
        return NodeRows.Of(new JsonObject
        {
            ["max_frame_bytes"] = config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size"),
            ["largest_bucket_bytes"] = bytes,
            ["buckets_in_a_message"] = config.GetInt("akka.cluster.distributed-data.max-delta-elements"),
        });
    }

    /// <summary>The topics that this node's relays serve.</summary>
    private async Task<NodeRows> WatchedAsync(ImmutableDictionary<string, string> arguments)
    {
        if (relays is null) return NodeRows.Of();
        var watched = await relays.Ask<WatchedTopics>(TellWatchedTopics.Instance, Patience).ConfigureAwait(false);
        return NodeRows.Of([.. watched.Topics.Select(key => new JsonObject { ["topic"] = key.Value })]);
    }

    /// <summary>What each node watches, as it stands in this node's copy of all buckets.</summary>
    private async Task<NodeRows> ReplicaAsync(ImmutableDictionary<string, string> arguments)
    {
        var rows = from bucket in await BucketsAsync().ConfigureAwait(false)
                   from node in bucket.Nodes
                   from topic in node.Topics
                   select new JsonObject { ["hash"] = topic.ToString("x", CultureInfo.InvariantCulture), ["node_uid"] = (long)node.Node.Uid };
        return NodeRows.Of([.. rows]);
    }

    private async Task<IEnumerable<PresenceBucket>> BucketsAsync()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, PresenceBuckets.Count)
            .Select(bucket => replicator.Ask<IGetResponse>(Dsl.Get(PresenceBuckets.Key(bucket), ReadLocal.Instance), Patience))).ConfigureAwait(false);
        return answers.Where(a => a.IsFound).Select(a => a.Get((Key<PresenceBucket>)a.Key));
    }
}
