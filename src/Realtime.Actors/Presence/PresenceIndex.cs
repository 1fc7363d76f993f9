using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Presence;

/// <summary>
/// Reads the presence buckets for the topics that run on this node (one per topic node) and tells each supervisor which nodes watch its topic. One
/// subscription per bucket in use, never one per topic.
/// </summary>
internal sealed class PresenceIndex : ReceiveActor
{
    private readonly IActorRef _replicator;
    private readonly Cluster _cluster;
    private readonly Dictionary<int, Bucket> _buckets = [];

    /// <param name="replicator">DistributedData on this node.</param>
    /// <param name="cluster">Who the members are.</param>
    public PresenceIndex(IActorRef replicator, Cluster cluster)
    {
        (_replicator, _cluster) = (replicator, cluster);
        Receive<WatchPresence>(OnWatch);
        Receive<UnwatchPresence>(OnUnwatch);
        Receive<Changed>(OnChanged);
        Receive<GetSuccess>(found => Take(found.Key, found.Get(PresenceBucket.Key(PresenceBucket.Of(found.Key)))));
        Receive<NotFound>(none => Take(none.Key, ORSet<string>.Empty));
        Receive<IGetResponse>(_ => { });
        Receive<AskToReassert>(OnAskToReassert);
    }

    public static Props Props(IActorRef replicator, Cluster cluster) => Akka.Actor.Props.Create(() => new PresenceIndex(replicator, cluster));

    private void OnWatch(WatchPresence watch)
    {
        var hash = watch.Topic.Hash;
        var number = PresenceBucket.Of(hash);
        if (!_buckets.TryGetValue(number, out var bucket))
        {
            _buckets[number] = bucket = new Bucket();
            _replicator.Tell(Dsl.Subscribe(PresenceBucket.Key(number), Self));
            // A bucket nobody ever wrote gives no change to a subscriber: ask once.
            _replicator.Tell(Dsl.Get(PresenceBucket.Key(number), ReadLocal.Instance));
        }

        bucket.Supervisors[hash] = Sender;
        if (bucket.Known) Sender.Tell(new PresentNodes(bucket.Nodes(hash)));
    }

    private void OnUnwatch(UnwatchPresence unwatch)
    {
        var hash = unwatch.Topic.Hash;
        var number = PresenceBucket.Of(hash);
        // A new incarnation of the topic may have come before the old one's farewell.
        if (!_buckets.TryGetValue(number, out var bucket) || !Sender.Equals(bucket.Supervisors.GetValueOrDefault(hash))) return;
        bucket.Supervisors.Remove(hash);
        if (bucket.Supervisors.Count > 0) return;
        _buckets.Remove(number);
        _replicator.Tell(Dsl.Unsubscribe(PresenceBucket.Key(number), Self));
    }

    private void OnChanged(Changed changed) => Take(changed.Key, changed.Get(PresenceBucket.Key(PresenceBucket.Of(changed.Key))));

    private void Take(IKey key, ORSet<string> set)
    {
        if (!_buckets.TryGetValue(PresenceBucket.Of(key), out var bucket)) return;
        var before = bucket.ByTopic;
        var firstTime = !bucket.Known;
        bucket.ByTopic = Grouped(set);
        bucket.Known = true;
        foreach (var (hash, supervisor) in bucket.Supervisors)
        {
            var nodes = bucket.Nodes(hash);
            if (firstTime || !nodes.SetEquals(before.GetValueOrDefault(hash, []))) supervisor.Tell(new PresentNodes(nodes));
        }
    }

    private void OnAskToReassert(AskToReassert ask)
    {
        foreach (var member in _cluster.State.Members)
        {
            if (!ask.NodeUids.Contains(member.UniqueAddress.Uid)) continue;
            Context.ActorSelection(new RootActorPath(member.Address) / "user" / "relays").Tell(new Reassert(ask.Topic));
        }
    }

    private static Dictionary<ulong, ImmutableHashSet<long>> Grouped(ORSet<string> set)
    {
        var byTopic = new Dictionary<ulong, ImmutableHashSet<long>>();
        foreach (var element in set.Elements)
        {
            if (PresenceBucket.TryRead(element, out var hash, out var node)) byTopic[hash] = byTopic.GetValueOrDefault(hash, []).Add(node);
        }

        return byTopic;
    }

    private sealed class Bucket
    {
        public Dictionary<ulong, IActorRef> Supervisors { get; } = [];

        public Dictionary<ulong, ImmutableHashSet<long>> ByTopic { get; set; } = [];

        public bool Known { get; set; }

        public ImmutableHashSet<long> Nodes(ulong hash) => ByTopic.GetValueOrDefault(hash, []);
    }
}
