using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>This node's relays, one per watched topic: routes joins and leaves in order, and holds back those that meet a stopping relay until it is gone.</summary>
internal sealed class Relays : ReceiveActor
{
    private static readonly TimeSpan OwnedWithin = TimeSpan.FromSeconds(3);

    private readonly RelayContext _shared;
    private readonly Dictionary<TopicKey, Slot> _slots = [];
    private readonly TopicOpenings _openings = new();
    private long _generation;

    public Relays(RelayContext shared)
    {
        _shared = shared;
        Receive<JoinTopic>(join => Route(join.Channel.Key, join, create: true));
        Receive<LeaveTopic>(OnLeave);
        Receive<ChannelAttention>(attention => Route(attention.Channel.Key, attention, create: false));
        Receive<RewindTopic>(rewind => Route(rewind.Channel.Key, rewind, create: false));
        Receive<RelayEmpty>(OnEmpty);
        Receive<RelayGoesOn>(OnGoesOn);
        Receive<RelayGone>(OnGone);
        Receive<Reassert>(reassert => Route(reassert.Topic, reassert, create: false));
        Receive<NodeGone>(OnNodeGone);
        Receive<TellWhenOwned>(_ => OnTellWhenOwned());
        Receive<TellWatchedTopics>(_ => Sender.Tell(new WatchedTopics([.. _slots.Keys])));
    }

    public static Props Props(RelayContext shared) => Akka.Actor.Props.Create(() => new Relays(shared));

    /// <summary>A relay that crashed tells its channels to rejoin and begins anew; restarted, not stopped, so that the joins in its mailbox are not lost.</summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(e => e is ActorInitializationException ? Directive.Stop : Directive.Restart);

    /// <summary>Generations grow over restarts of this actor as well: they begin at the clock.</summary>
    protected override void PreStart() => _generation = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();

    /// <summary>A leave always gets its reply, also one whose relay has gone.</summary>
    private void OnLeave(LeaveTopic leave)
    {
        if (_slots.ContainsKey(leave.Channel.Key)) Route(leave.Channel.Key, leave, create: false);
        else JoinedChannels.SayGoodbye(leave);
    }

    private void Route(TopicKey key, object message, bool create)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            if (!create || (message is JoinTopic first && !Admit(first))) return;
            _slots[key] = slot = new Slot(NewRelay(key)) { Opener = (message as JoinTopic)?.Channel.Opener };
        }

        if (slot.HeldBack is { } heldBack) heldBack.Add(message);
        else slot.Relay.Tell(message);
    }

    /// <summary>Whether one more topic may be watched here. False: the join was refused, in a way that may be tried again.</summary>
    private bool Admit(JoinTopic join)
    {
        var limits = _shared.Limits;
        var full = limits.TopicsPerNode > 0 && _slots.Count >= limits.TopicsPerNode;
        if (!full && _openings.TryOpen(join.Channel.Opener, limits.ColdTopicsPerUser)) return true;
        _shared.Refusals.Limit(full ? LimitReached.Topics : LimitReached.ColdTopics, join.Channel.Address);
        JoinedChannels.ReplyError(join.Channel, join.Ref, full ? "this node watches as many topics as it may" : $"too many topics that nobody else watches: at most {limits.ColdTopicsPerUser}");
        join.Channel.Connection.Tell(new ChannelEnded(join.Channel));
        return false;
    }

    private IActorRef NewRelay(TopicKey key)
    {
        var relay = Context.ActorOf(TopicRelay.Props(key, ++_generation, _shared));
        return Context.WatchWith(relay, new RelayGone(key, relay));
    }

    private void OnEmpty(RelayEmpty empty)
    {
        if (!_slots.TryGetValue(empty.Topic, out var slot) || !slot.Relay.Equals(Sender) || slot.HeldBack is not null) return;
        slot.HeldBack = [];
        slot.Relay.Tell(StopRelay.Instance);
    }

    private void OnGoesOn(RelayGoesOn goesOn)
    {
        if (!_slots.TryGetValue(goesOn.Topic, out var slot) || !slot.Relay.Equals(Sender)) return;
        foreach (var message in slot.HeldBack ?? []) slot.Relay.Tell(message);
        slot.HeldBack = null;
    }

    private void OnGone(RelayGone gone)
    {
        if (!_slots.TryGetValue(gone.Topic, out var slot) || !slot.Relay.Equals(gone.Relay)) return;
        _slots.Remove(gone.Topic);
        _openings.Closed(slot.Opener);
        foreach (var message in slot.HeldBack ?? [])
        {
            if (message is LeaveTopic leave) OnLeave(leave);
            else Route(gone.Topic, message, create: message is JoinTopic);
        }
    }

    private void OnNodeGone(NodeGone gone)
    {
        foreach (var slot in _slots.Values) slot.Relay.Tell(gone);
    }

    /// <summary>Whoever asks waits as long as it likes; a topic without an owner for longer than this is not waited for here.</summary>
    private void OnTellWhenOwned() =>
        Task.WhenAll(_slots.Values.Where(slot => slot.HeldBack is null).Select(slot => slot.Relay.Ask<OwnerKnown>(TellWhenOwned.Instance, OwnedWithin)))
            .PipeTo(Sender, success: _ => OwnerKnown.Instance, failure: _ => OwnerKnown.Instance);

    private sealed class Slot(IActorRef relay)
    {
        public IActorRef Relay => relay;

        /// <summary>Whom the topic is put down to.</summary>
        public string? Opener { get; init; }

        /// <summary>Messages for a relay that was told to stop; null while it runs.</summary>
        public List<object>? HeldBack { get; set; }
    }
}
