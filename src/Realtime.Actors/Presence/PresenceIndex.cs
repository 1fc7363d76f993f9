using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Realtime.Actors.Membership;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Presence;

/// <summary>
/// Reads the presence buckets for the topics that run on this node (one per topic node) and tells each supervisor which nodes watch its topic. One
/// subscription per bucket in use, never one per topic.
/// </summary>
internal sealed class PresenceIndex : ReceiveActor, IWithTimers
{
    /// <summary>
    /// That a node is gone is written at once where its topics run, and everywhere a little later and once more: of a bucket it may have written, that word may still
    /// be on its way.
    /// </summary>
    private static readonly TimeSpan[] SweepsAfter = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)];

    private static readonly TimeSpan EndsAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Buckets of nodes that are gone in one flush: in a large cluster some 100 KB, where all that they say is sent.</summary>
    private const int EndsAtOnce = 50;

    private readonly IActorRef _replicator;
    private readonly Cluster _cluster;
    private readonly Dictionary<int, Bucket> _buckets = [];
    private readonly Queue<(int Bucket, long NodeUid)> _ends = [];
    private readonly HashSet<long> _gone = [];

    /// <param name="replicator">DistributedData on this node.</param>
    /// <param name="cluster">Who the members are.</param>
    public PresenceIndex(IActorRef replicator, Cluster cluster)
    {
        (_replicator, _cluster) = (replicator, cluster);
        Receive<WatchPresence>(OnWatch);
        Receive<UnwatchPresence>(OnUnwatch);
        Receive<Changed>(OnChanged);
        Receive<GetSuccess>(OnBucket);
        Receive<NotFound>(none => none.Request is null, none => Take(none.Key, PresenceBucket.Empty));
        Receive<IGetResponse>(_ => { });
        Receive<IUpdateResponse>(_ => { });
        Receive<AskToReassert>(OnAskToReassert);
        Receive<NodeGone>(OnNodeGone);
        Receive<TellRunningTopics>(_ => Sender.Tell(new RunningTopics([.. _buckets.Values.SelectMany(bucket => bucket.Supervisors)])));
        Receive<Sweep>(OnSweep);
        Receive<WriteEnds>(_ => OnWriteEnds());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef replicator, Cluster cluster) => Akka.Actor.Props.Create(() => new PresenceIndex(replicator, cluster));

    private void OnWatch(WatchPresence watch)
    {
        var hash = watch.Topic.Hash;
        var number = PresenceBuckets.Of(hash);
        if (!_buckets.TryGetValue(number, out var bucket))
        {
            _buckets[number] = bucket = new Bucket();
            _replicator.Tell(Dsl.Subscribe(PresenceBuckets.Key(number), Self));
            // A bucket nobody ever wrote gives no change to a subscriber: ask once.
            _replicator.Tell(Dsl.Get(PresenceBuckets.Key(number), ReadLocal.Instance));
        }

        bucket.Supervisors[hash] = Sender;
        if (bucket.Known) Sender.Tell(new PresentNodes(bucket.Nodes(hash)));
    }

    private void OnUnwatch(UnwatchPresence unwatch)
    {
        var hash = unwatch.Topic.Hash;
        var number = PresenceBuckets.Of(hash);
        // A new incarnation of the topic may have come before the old one's farewell.
        if (!_buckets.TryGetValue(number, out var bucket) || !Sender.Equals(bucket.Supervisors.GetValueOrDefault(hash))) return;
        bucket.Supervisors.Remove(hash);
        if (bucket.Supervisors.Count > 0) return;
        _buckets.Remove(number);
        _replicator.Tell(Dsl.Unsubscribe(PresenceBuckets.Key(number), Self));
    }

    private void OnChanged(Changed changed) => Take(changed.Key, changed.Get(PresenceBuckets.Key(PresenceBuckets.Of(changed.Key))));

    private void Take(IKey key, PresenceBucket written)
    {
        if (!_buckets.TryGetValue(PresenceBuckets.Of(key), out var bucket)) return;
        var before = bucket.ByTopic;
        var firstTime = !bucket.Known;
        bucket.ByTopic = Grouped(written, _gone);
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

    /// <summary>Topics hear at once that a node is gone: for their tables, and because presence must not show it any more.</summary>
    private void OnNodeGone(NodeGone gone)
    {
        _gone.Add(gone.NodeUid);
        foreach (var (number, bucket) in _buckets)
        {
            var shown = bucket.ByTopic.Values.Any(nodes => nodes.Contains(gone.NodeUid));
            foreach (var (hash, supervisor) in bucket.Supervisors)
            {
                supervisor.Tell(gone);
                if (bucket.Nodes(hash).Contains(gone.NodeUid)) supervisor.Tell(new PresentNodes(bucket.Nodes(hash).Remove(gone.NodeUid)));
            }

            if (!shown) continue;
            bucket.ByTopic = bucket.ByTopic.ToDictionary(t => t.Key, t => t.Value.Remove(gone.NodeUid));
            WriteGone(number, gone.NodeUid);
        }

        foreach (var after in SweepsAfter) Timers.StartSingleTimer((gone.NodeUid, after), new Sweep(gone.NodeUid), after);
    }

    /// <summary>Looks before it writes: a key that was never written costs nothing, and most were swept by another node.</summary>
    private void OnSweep(Sweep sweep)
    {
        for (var number = 0; number < PresenceBuckets.Count; number++) _replicator.Tell(Dsl.Get(PresenceBuckets.Key(number), ReadLocal.Instance, sweep));
    }

    private void OnBucket(GetSuccess found)
    {
        var number = PresenceBuckets.Of(found.Key);
        var written = found.Get(PresenceBuckets.Key(number));
        if (found.Request is not Sweep sweep) Take(found.Key, written);
        else if (!written.TopicsOf(sweep.NodeUid).IsEmpty) WriteGone(number, sweep.NodeUid);
    }

    /// <summary>When it is its turn: what changes at once travels in one message.</summary>
    private void WriteGone(int number, long nodeUid)
    {
        _ends.Enqueue((number, nodeUid));
        ScheduleEnds();
    }

    private void ScheduleEnds()
    {
        if (!Timers.IsTimerActive(nameof(WriteEnds))) Timers.StartSingleTimer(nameof(WriteEnds), WriteEnds.Instance, EndsAfter);
    }

    private void OnWriteEnds()
    {
        var now = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();
        for (var i = 0; i < EndsAtOnce && _ends.TryDequeue(out var end); i++)
        {
            _replicator.Tell(Dsl.Update(PresenceBuckets.Key(end.Bucket), PresenceBucket.Empty, WriteLocal.Instance, all => all.Without(end.NodeUid, now)));
        }

        if (_ends.Count > 0) ScheduleEnds();
    }

    private static Dictionary<ulong, ImmutableHashSet<long>> Grouped(PresenceBucket written, HashSet<long> without)
    {
        var byTopic = new Dictionary<ulong, ImmutableHashSet<long>>();
        foreach (var of in written.Nodes)
        {
            if (without.Contains(of.Node.Uid)) continue;
            foreach (var hash in of.Topics) byTopic[hash] = byTopic.GetValueOrDefault(hash, []).Add(of.Node.Uid);
        }

        return byTopic;
    }

    private sealed record WriteEnds : INoSerializationVerificationNeeded
    {
        public static readonly WriteEnds Instance = new();
    }

    private sealed record Sweep(long NodeUid) : INoSerializationVerificationNeeded;

    private sealed class Bucket
    {
        public Dictionary<ulong, IActorRef> Supervisors { get; } = [];

        public Dictionary<ulong, ImmutableHashSet<long>> ByTopic { get; set; } = [];

        public bool Known { get; set; }

        public ImmutableHashSet<long> Nodes(ulong hash) => ByTopic.GetValueOrDefault(hash, []);
    }
}
