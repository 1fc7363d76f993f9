using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Relays;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>
/// The part of a relay that knows who watches: reports this node's channels to the owner, and keeps the cluster's roster, so that a join is answered without
/// asking.
/// </summary>
internal sealed class RelayRoster(TopicKey key, long generation, RelayContext shared, JoinedChannels channels, IActorContext actor)
{
    private readonly LocalWatchers _local = new(key, shared.NodeUid, generation);
    private readonly RosterCopy _copy = new();
    private readonly PresenceFrames _frames = new(channels);
    /// <summary>Tabs that entered here and that no roster of the owner has shown yet, with the time they came.</summary>
    private readonly Dictionary<string, TimeSpan> _entered = [];
    private IActorRef? _owner;
    private bool _asks;
    private bool _reportDue;
    private TimeSpan? _reportedAt;
    private ICancelable? _due;

    /// <summary>A channel begins to watch, maybe in the place of another of the same connection.</summary>
    public void Enter(Channel channel, Channel? replaced)
    {
        if (channel.Parameters.Key is { } name)
        {
            var phxRef = shared.Refs.Next();
            var onlineAt = actor.System.Scheduler.Now.ToUnixTimeMilliseconds();
            channel.Watcher = new Watcher(phxRef, name, PresencePayload.Meta(phxRef, onlineAt, replaced?.Watcher?.Ref, channel.Parameters.Meta.Span));
            _entered[phxRef] = actor.System.Scheduler.MonotonicClock;
        }

        _local.Enter(channel.Watcher);
        Look();
    }

    /// <summary>A channel that was here has gone.</summary>
    public void Leave(Channel channel)
    {
        _local.Leave(channel.Watcher);
        if (channel.Watcher is { } watcher) _entered.Remove(watcher.Ref);
        Look();
    }

    /// <summary>The owner has this subscription. A new one knows nothing; the same may have lost a report, or this relay an update: numbers tell.</summary>
    public void OnAck(SubscribeAck ack)
    {
        if (ack.Roster is not { } number) return;
        _owner = ack.Owner;
        _reportDue = true;
        if (number != _copy.Number) AskForAll();
        Look();
    }

    /// <summary>A report was lost.</summary>
    public void OnTellWatchers()
    {
        _local.TellEverything();
        Look();
    }

    /// <summary>The owner says who watches in the cluster; browsers get the difference to what they were shown.</summary>
    public void OnUpdate(RosterUpdate update, IActorRef sender)
    {
        if (!sender.Equals(_owner)) return;
        var news = _copy.Take(update, out var gap);
        if (gap) AskForAll();
        NoteConverged(update);
        if (news is { } told)
        {
            _local.Heard(update);
            _frames.Tell(_copy, told);
        }

        Look();
    }

    /// <summary>What somebody gets who joins.</summary>
    public void SendKnown(Channel channel)
    {
        if (_copy.IsKnown) _frames.TellAll(channel, _copy);
    }

    /// <summary>What somebody gets whose outbox dropped frames, and asks for them.</summary>
    public void Answer(Channel channel, string dataSet)
    {
        if (_copy.IsKnown) _frames.Answer(channel, _copy, dataSet);
    }

    /// <summary>The time a report waited for has come.</summary>
    public void OnDue()
    {
        _due = null;
        Look();
    }

    private void NoteConverged(RosterUpdate update)
    {
        // Where names are not listed nobody waits for one.
        if (update.Kind == RosterKind.Numbers) _entered.Clear();
        if (_entered.Count == 0) return;
        foreach (var watcher in update.Joins)
        {
            if (_entered.Remove(watcher.Ref, out var at)) shared.Metrics.PresenceConverged(actor.System.Scheduler.MonotonicClock - at);
        }
    }

    /// <summary>The relay stops.</summary>
    public void Stop() => _due?.Cancel();

    /// <summary>Reports what is due, at most once each half second.</summary>
    private void Look()
    {
        if (_owner is null || !(_local.Changed || _reportDue)) return;
        var now = actor.System.Scheduler.MonotonicClock;
        var due = _reportedAt + shared.Bounds.DiffEvery ?? now;
        if (due > now)
        {
            // A storm of joins sets one timer.
            _due ??= actor.System.Scheduler.ScheduleTellOnceCancelable(due - now, actor.Self, RosterDue.Instance, ActorRefs.NoSender);
            return;
        }

        _owner.Tell(_local.Report(_asks), actor.Self);
        (_asks, _reportDue, _reportedAt) = (false, false, now);
    }

    private void AskForAll()
    {
        _copy.Forget();
        _local.TellEverything();
        _asks = true;
    }
}
