using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Realtime.Actors.Membership;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Watchers;
using Realtime.Protocol;

namespace Realtime.Actors.Topics;

/// <summary>
/// Owns one topic of the cluster: keeps the table of subscribed nodes, beats the pollers, encodes each result once and sends it once to every node.
/// Passivates when nobody watches.
/// </summary>
internal sealed class TopicSupervisor : UntypedActor
{
    /// <summary>Longer than a healthy store takes, and below the 3 s after which sharding ends a topic by force (<c>handoff-timeout</c> less five).</summary>
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromSeconds(2.5);

    private readonly TopicContext _shared;
    private readonly TopicKey _key;
    private readonly SubscriberTable _table = new();
    private readonly TopicRoster _roster;
    private readonly Linger _linger;
    private readonly ImmutableArray<DataSetTrack> _tracks;
    private TopicBeats _beats = null!;
    private Opening? _opening;
    private ImmutableHashSet<long>? _present;
    private long _beatDue;
    private long? _beatAt;
    private ICancelable? _wait;
    private ICancelable? _lingerEnd;
    private bool _stopping;
    private bool _tookOver;
    private int? _phase;
    private TopicAccount _account = null!;

    public TopicSupervisor(TopicKey key, TopicContext shared)
    {
        (_key, _shared) = (key, shared);
        _roster = new TopicRoster(key, _table, shared, Context);
        _linger = new Linger(shared.Linger);
        var epoch = Random.Shared.NextInt64(1L << 32).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        _tracks = [.. shared.Pack.DataSets.Select(d => new DataSetTrack(key, d, new PollClock(shared.Schedule(d, phase: 0)), epoch))];
    }

    public static Props Props(TopicKey key, TopicContext shared) => LightProps.Create(() => new TopicSupervisor(key, shared));

    private static IScheduler Scheduler => Context.System.Scheduler;

    private long Now => _shared.Clock.Now(Scheduler);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PollOutcome outcome: OnOutcome(outcome); break;
            // Another node may own the topic by now. A relay that gets no answer asks again, and would start the topic anew if it had ended meanwhile.
            case Subscribe when !_shared.Permit.Granted: _linger.Postpone(Scheduler.MonotonicClock); break;
            case Subscribe subscribe: OnSubscribe(subscribe); break;
            case Unsubscribe unsubscribe: OnUnsubscribe(unsubscribe); break;
            case PresentNodes present: OnPresentNodes(present); break;
            case BeatDue due: OnBeatDue(due); break;
            case OpeningEnds: Open(); break;
            case WatchersReport report: OnReport(report); break;
            case RosterDue: _roster.Look(_present); break;
            case LingerEnded: OnLingerEnded(); break;
            case NodeGone gone: if (_table.Remove(gone.NodeUid)) Relinger(); break;
            case StopIfUnwatched ask: OnStopIfUnwatched(ask); break;
            case StopTopic: OnStop(); break;
            case HandOverEnds: HandOver(); break;
            case DescribeTopic: Sender.Tell(TopicDescription.Of(_table, _roster, _present, _linger, Scheduler.MonotonicClock)); break;
            case KickTopic: Context.Parent.Tell(new Passivate(StopTopic.Instance)); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>A poller never dies of its failures: it is restarted for ever, and its clock (kept here) delays the next beat.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(maxNrOfRetries: -1, withinTimeMilliseconds: -1, _ => Directive.Restart);

    protected override void PreStart()
    {
        _shared.Metrics.Topics.Add(1);
        _shared.Accounts.Open(_account = new TopicAccount(_key, Self, Scheduler.Now, [.. _tracks.Select(t => t.DataSet.Name)]));
        _beats = new TopicBeats(
            _tracks, [.. _tracks.Select(t => Context.ActorOf(_shared.Poller(_key, t.DataSet), t.DataSet.Name))], _shared.Metrics, new Tracing.TickTraces(_shared.Tracing, _key, _tracks.Length));
        _shared.Presence.Tell(new WatchPresence(_key));
        Relinger();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var (_, entry) in _table.Entries) entry.Relay.Tell(new TopicMoved(_key));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _shared.Metrics.Topics.Add(-1);
        _shared.Accounts.Close(_account);
        if (_phase is { } phase) _shared.Phases.Leave(phase);
        _wait?.Cancel();
        _lingerEnd?.Cancel();
        _roster.Stop();
        _shared.Presence.Tell(new UnwatchPresence(_key));
    }

    private void OnSubscribe(Subscribe subscribe)
    {
        var renewed = _table.Has(subscribe.NodeUid);
        if (!_table.Put(subscribe.NodeUid, subscribe.Relay, subscribe.Generation, Scheduler.MonotonicClock + SubscriberTable.Lease, subscribe.Hidden, subscribe.WantsDeltas)) return;
        Relinger();
        // The index may have lost its list in a restart: each renewal of a lease brings it back.
        if (renewed) _shared.Presence.Tell(new WatchPresence(_key));
        foreach (var position in subscribe.Positions) Track(position.DataSet)?.ContinueFrom(position);
        subscribe.Relay.Tell(new SubscribeAck(_key, Self, subscribe.Generation, _roster.Number));
        Tell(subscribe);
        if (subscribe.OwnerCrashed && !_tookOver) _shared.Metrics.TookOver();
        _tookOver |= subscribe.OwnerCrashed;
        if (!_beats.Started) Open(subscribe);
        else if (subscribe.OwnerCrashed && !_stopping) BeatWhatNeverRan();
    }

    /// <summary>Takes in whether anybody looks. Where nobody watches at all the topic lingers at the pace it has.</summary>
    private void Look()
    {
        if (_table.Count == 0 || _stopping) return;
        var now = Now;
        foreach (var frame in _beats.Look(_table.AllHidden ? _shared.Polling.HiddenFactor : 1, now)) SendToAll(frame);
        if (_beats.NextDue < _beatDue) ScheduleBeat(now);
    }

    /// <summary>Tells a relay what it has not.</summary>
    private void Tell(Subscribe subscribe)
    {
        var now = Now;
        foreach (var track in _tracks)
        {
            var position = subscribe.Positions.FirstOrDefault(p => p.DataSet == track.DataSet.Name);
            if (track.Missing(position, now, out var resend) is { } frame) subscribe.Relay.Tell(frame);
            else if (resend) SendToAll(track.Resent(now));
        }
    }

    /// <summary>Gives the first beats, or waits for whoever knows where the topic goes on.</summary>
    private void Open(Subscribe? subscribe = null)
    {
        if (_beats.Started || _stopping || (subscribe is null && _opening is null)) return;
        var now = Scheduler.MonotonicClock;
        _opening ??= new Opening(now);
        var positions = subscribe?.Positions ?? [];
        var wait = _opening.Wait(now, positionsKnown: !positions.IsEmpty || subscribe?.OwnerCrashed == true, _present, _table.Has);
        if (wait > TimeSpan.Zero)
        {
            _wait?.Cancel();
            _wait = Scheduler.ScheduleTellOnceCancelable(wait, Self, OpeningEnds.Instance, ActorRefs.NoSender);
            return;
        }

        var storeNow = Now;
        _phase = _shared.Phases.Enter(_shared.PhaseOf(positions));
        foreach (var track in _tracks) track.Clock.Place(_shared.Schedule(track.DataSet, _phase.Value));
        _beats.Start(positions, subscribe?.OwnerCrashed == true, storeNow);
        ScheduleBeat(storeNow);
    }

    private void BeatWhatNeverRan()
    {
        var now = Now;
        _beats.BeatWhatNeverRan(now);
        if (_beats.NextDue < _beatDue) ScheduleBeat(now);
    }

    private void OnUnsubscribe(Unsubscribe unsubscribe)
    {
        if (_table.Remove(unsubscribe.NodeUid, unsubscribe.Generation)) Relinger();
    }

    private void OnPresentNodes(PresentNodes present)
    {
        _present = present.NodeUids;
        var unknown = _present.Where(node => !_table.Has(node)).ToImmutableArray();
        if (unknown.Length > 0) _shared.Presence.Tell(new AskToReassert(_key, unknown));
        Open();
        Relinger();
    }

    private void OnReport(WatchersReport report)
    {
        _roster.OnReport(report, _present);
        _account.Watchers = _roster.Watching;
    }

    private void OnBeatDue(BeatDue due)
    {
        if (due.At != _beatAt || _stopping) return;
        var now = Now;
        if (_table.Expire(Scheduler.MonotonicClock)) Relinger();
        // Only presence keeps the topic alive: it is asked again, in case its last word, or what it asked the relays, was lost.
        if (_table.Count == 0 && !_linger.Running) _shared.Presence.Tell(new WatchPresence(_key));
        _beats.BeatWhatIsDue(now);
        ScheduleBeat(now);
    }

    private void ScheduleBeat(long now)
    {
        _beatDue = _beats.NextDue ?? now;
        _beatAt = _shared.Timer.Start(Self, TimeSpan.FromMilliseconds(Math.Max(1, _beatDue - now)), Scheduler);
    }

    private void OnOutcome(PollOutcome outcome)
    {
        var now = Now;
        _account.Polled(outcome, Scheduler.Now);
        if (_beats.Outcome(Sender, outcome, now, _table.WantsDeltas, _table.Count) is { } frame) SendToAll(frame);
        // A pace that grew faster has brought the next beat forward.
        if (_beats.NextDue < _beatDue && !_stopping) ScheduleBeat(now);
        if (_stopping && !_beats.UnderWay) HandOver();
    }

    private void SendToAll(DataFrame frame)
    {
        // A frame held back is a frame lost: the relays see the gap in the next one.
        if (!_shared.Permit.Granted) return;
        _account.Sent(frame, _table.Count);
        foreach (var (_, entry) in _table.Entries) entry.Relay.Tell(entry.WantsDeltas || frame.Delta is null ? frame : frame with { Delta = null });
    }

    /// <summary>Nobody watches when no node is subscribed and presence shows none; what presence does not know yet counts as somebody.</summary>
    private bool Watched => _table.Count > 0 || _present is not { IsEmpty: true };

    /// <summary>The table or presence changed.</summary>
    private void Relinger()
    {
        _roster.Look(_present);
        (_account.Nodes, _account.Watchers) = (_table.Count, _roster.Watching);
        if (_linger.Update(Watched, Scheduler.MonotonicClock)) ScheduleLinger(_shared.Linger);
        Look();
    }

    private void ScheduleLinger(TimeSpan after)
    {
        _lingerEnd?.Cancel();
        _lingerEnd = Scheduler.ScheduleTellOnceCancelable(after, Self, LingerEnded.Instance, ActorRefs.NoSender);
    }

    private void OnLingerEnded()
    {
        if (_linger.Left(Scheduler.MonotonicClock) is not { } left) return;
        // An earlier linger's timer, of one that was cancelled and began anew, comes too soon.
        if (left > TimeSpan.FromMilliseconds(1)) ScheduleLinger(left);
        else Context.Parent.Tell(new Passivate(StopTopic.Instance));
    }

    /// <summary>
    /// The nodes themselves say that nobody watches, which outweighs what presence shows. Who subscribed since they were asked is believed: then presence is asked
    /// again. A linger that runs ends by itself.
    /// </summary>
    private void OnStopIfUnwatched(StopIfUnwatched told)
    {
        _table.Expire(Scheduler.MonotonicClock + SubscriberTable.Lease - told.UnwatchedFor);
        if (_table.Count > 0) _shared.Presence.Tell(new WatchPresence(_key));
        else if (!_linger.Running) Context.Parent.Tell(new Passivate(StopTopic.Instance));
    }

    /// <summary>A beat under way is brought to its watchers first: the next owner goes on with the one after, so none is missed and none is polled twice.</summary>
    private void OnStop()
    {
        if (_table.Count == 0 || !_beats.UnderWay)
        {
            HandOver();
            return;
        }

        _stopping = true;
        _wait?.Cancel();
        _wait = Scheduler.ScheduleTellOnceCancelable(HandOverWithin, Self, HandOverEnds.Instance, ActorRefs.NoSender);
    }

    /// <summary>
    /// Subscriptions that arrived between the decision to passivate and this go back to the shard, which gives them to the topic's next incarnation. At a hand-off
    /// the shard drops them, so the relays are told as well. It always stops: an entity that ignored its stop message would stay deaf for ever.
    /// </summary>
    private void HandOver()
    {
        var positions = _tracks.Select(t => t.Position).OfType<Position>().ToImmutableArray();
        foreach (var (node, entry) in _table.Entries)
        {
            Context.Parent.Tell(new Subscribe(_key, entry.Relay, node, entry.Generation, positions) { Hidden = entry.Hidden, WantsDeltas = entry.WantsDeltas }, entry.Relay);
            entry.Relay.Tell(new TopicMoved(_key));
        }

        Context.Stop(Self);
    }

    private DataSetTrack? Track(string dataSet) => _tracks.FirstOrDefault(t => t.DataSet.Name == dataSet);
}
