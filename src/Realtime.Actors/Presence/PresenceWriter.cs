using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Realtime.Protocol;

namespace Realtime.Actors.Presence;

/// <summary>
/// Writes which topics this node watches into the presence buckets (one per node). Changes are gathered and the current state of each changed topic is
/// flushed, one update per bucket; now and then all that it wrote is compared with what this node watches, both ways.
/// </summary>
internal sealed class PresenceWriter : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan FlushAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What one flush may hold in a cluster of three, in words of eight bytes: what changed at once travels in one message, which must stay well below the largest frame. A
    /// message holds two flushes, five of ten members, and for half an hour after a node left the parts of all nodes instead of this one's: larger clusters flush less at once.
    /// </summary>
    private const int WordsPerFlush = 4_000;

    private const int FewMembers = 3;

    /// <summary>
    /// For each topic that changed, so that owners have no more than 400 of a node to start or end at once. A bucket's key, the node's address and version take no more.
    /// </summary>
    private const int WordsPerChange = 10;

    private readonly IActorRef _replicator;
    private readonly UniqueAddress _self;
    private readonly Func<int> _members;
    private readonly Dictionary<int, HashSet<ulong>> _watched = [];

    /// <summary>How many topics changed, by bucket.</summary>
    private readonly Dictionary<int, int> _dirty = [];

    /// <summary>Those buckets, the one that waits longest first.</summary>
    private readonly Queue<int> _turn = [];

    /// <param name="replicator">DistributedData on this node.</param>
    /// <param name="self">This node's incarnation.</param>
    /// <param name="members">How many the cluster has.</param>
    public PresenceWriter(IActorRef replicator, UniqueAddress self, Func<int> members)
    {
        (_replicator, _self, _members) = (replicator, self, members);
        Receive<TopicWatched>(m => Change(m.Topic, watched: true));
        Receive<TopicUnwatched>(m => Change(m.Topic, watched: false));
        Receive<WatchedTopics>(OnWatchedTopics);
        Receive<Flush>(_ => OnFlush());
        Receive<Reconcile>(_ => AskRelays());
        Receive<GetSuccess>(found => Compare(found.Key, found.Get(PresenceBuckets.Key(PresenceBuckets.Of(found.Key)))));
        Receive<NotFound>(none => Compare(none.Key, PresenceBucket.Empty));
        Receive<IGetResponse>(_ => { });
        Receive<IUpdateResponse>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef replicator, UniqueAddress self, Func<int> members) => Akka.Actor.Props.Create(() => new PresenceWriter(replicator, self, members));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Reconcile), Reconcile.Instance, ReconcileEvery);

    /// <summary>After a crash the relays still watch what they watched.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        AskRelays();
    }

    private void AskRelays() => Context.ActorSelection("/user/relays").Tell(TellWatchedTopics.Instance, Self);

    private void Change(TopicKey topic, bool watched)
    {
        var hash = topic.Hash;
        var bucket = PresenceBuckets.Of(hash);
        var all = Watched(bucket);
        if (watched ? all.Add(hash) : all.Remove(hash)) MarkDirty(bucket, topics: 1);
    }

    private void OnWatchedTopics(WatchedTopics all)
    {
        foreach (var topics in _watched.Values) topics.Clear();
        foreach (var topic in all.Topics) Watched(PresenceBuckets.Of(topic.Hash)).Add(topic.Hash);
        for (var bucket = 0; bucket < PresenceBuckets.Count; bucket++) _replicator.Tell(Dsl.Get(PresenceBuckets.Key(bucket), ReadLocal.Instance));
    }

    private HashSet<ulong> Watched(int bucket)
    {
        if (!_watched.TryGetValue(bucket, out var topics)) _watched[bucket] = topics = [];
        return topics;
    }

    private void MarkDirty(int bucket, int topics)
    {
        if (!_dirty.TryGetValue(bucket, out var changed)) _turn.Enqueue(bucket);
        _dirty[bucket] = changed + topics;
        ScheduleFlush();
    }

    private void ScheduleFlush()
    {
        if (!Timers.IsTimerActive(nameof(Flush))) Timers.StartSingleTimer(nameof(Flush), Flush.Instance, FlushAfter);
    }

    private void OnFlush()
    {
        var now = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();
        for (var room = WordsPerFlush * FewMembers / Math.Max(FewMembers, _members()); room > 0 && _turn.TryDequeue(out var bucket);)
        {
            _dirty.Remove(bucket, out var changed);
            ImmutableArray<ulong> topics = [.. Watched(bucket)];
            room -= WordsPerChange * changed + topics.Length;
            _replicator.Tell(Dsl.Update(PresenceBuckets.Key(bucket), PresenceBucket.Empty, WriteLocal.Instance, all => all.With(_self, topics, now)));
        }

        if (_turn.Count > 0) ScheduleFlush();
    }

    private void Compare(IKey key, PresenceBucket written)
    {
        var bucket = PresenceBuckets.Of(key);
        var differing = written.TopicsOf(_self.Uid).ToHashSet();
        differing.SymmetricExceptWith(Watched(bucket));
        if (differing.Count > 0) MarkDirty(bucket, differing.Count);
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }

    private sealed record Reconcile : INoSerializationVerificationNeeded
    {
        public static readonly Reconcile Instance = new();
    }
}
