using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Actors.Watchers;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>
/// This node's local copy of a topic: the channels joined here and the last good frame of each data set. Wraps each of the owner's frames once and hands it
/// to every outbox directly. Subscribes with the owner, again and again.
/// </summary>
internal sealed class TopicRelay : UntypedActor
{
    private readonly TopicKey _key;
    private readonly long _generation;
    private readonly RelayContext _shared;
    private readonly JoinedChannels _channels;
    private readonly ImmutableArray<LastFrame> _last;
    private readonly RelayTimes _times;
    private readonly RelayRoster _roster;
    private readonly Attention _attention = new();
    private readonly Recollection _past;
    private readonly List<IActorRef> _waitForOwner = [];
    private IActorRef? _owner;
    private bool _ownerCrashed;
    private ICancelable? _check;

    /// <param name="key">Topic.</param>
    /// <param name="generation">This relay's incarnation: new for each one of the node.</param>
    /// <param name="shared">What all relays of the node share.</param>
    public TopicRelay(TopicKey key, long generation, RelayContext shared)
    {
        (_key, _generation, _shared) = (key, generation, shared);
        _channels = new JoinedChannels(key, shared.Metrics);
        _last = [.. shared.DataSets.Select(name => new LastFrame(name))];
        _times = new RelayTimes(shared.Interval, shared.Retries);
        _roster = new RelayRoster(key, generation, shared, _channels, Context);
        _past = new Recollection(key, shared);
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(TopicKey key, long generation, RelayContext shared) => LightProps.Create(() => new TopicRelay(key, generation, shared));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DataFrame frame: OnFrame(frame); break;
            case JoinTopic join: OnJoin(join); break;
            case LeaveTopic leave: OnLeave(leave); break;
            case ChannelAttention attention: OnAttention(attention); break;
            case ChannelMissedFrames missed: OnMissedFrames(missed); break;
            case RewindTopic rewind: OnRewind(rewind); break;
            case SubscribeAck ack: OnAck(ack); break;
            case TopicMoved or Reassert: Subscribe(); break;
            case NodeGone gone: OnNodeGone(gone); break;
            case RosterUpdate update: _roster.OnUpdate(update, Sender); break;
            case TellWatchers: _roster.OnTellWatchers(); break;
            case RosterDue: _roster.OnDue(); break;
            case Check: OnCheck(); break;
            case TellWhenOwned when _times.IsAcknowledged: Sender.Tell(OwnerKnown.Instance); break;
            case TellWhenOwned: _waitForOwner.Add(Sender); break;
            case StopRelay: OnStop(); break;
            case not HandOut: Unhandled(message); break;
        }
    }

    protected override void PreStart()
    {
        _shared.Metrics.Relays.Add(1);
        _shared.PresenceWriter.Tell(new TopicWatched(_key));
        _times.Started(Now);
        Subscribe();
    }

    /// <summary>The join that it crashed on is answered as well: with an error that a rejoin heals.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (message is JoinTopic join) JoinedChannels.EndWithError(join.Channel);
        base.PreRestart(reason, message);
    }

    /// <summary>After a crash no channel is left, unless joins wait in the mailbox: the parent ends it otherwise.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(new RelayEmpty(_key));
    }

    protected override void PostStop()
    {
        _shared.Metrics.Relays.Add(-1);
        _check?.Cancel();
        _roster.Stop();
        _shared.PresenceWriter.Tell(new TopicUnwatched(_key));
        _shared.Region.Tell(new Unsubscribe(_key, _shared.NodeUid, _generation));
        _channels.EndAllWithError();
        TellOwnerKnown();
        _past.Close();
    }

    /// <summary>Frames that came while others were handed out go out together, and before anything else that may reach a browser.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is not DataFrame) _channels.Flush();
        return base.AroundReceive(receive, message);
    }

    private void Subscribe()
    {
        var positions = _last.Select(l => l.Position).OfType<Position>().ToImmutableArray();
        _shared.Region.Tell(new Subscribe(_key, Self, _shared.NodeUid, _generation, positions, _ownerCrashed)
        {
            Hidden = _attention.ToldHidden, WantsDeltas = _past.WantsDeltas,
        });
        _times.Subscribed(Now, Random.Shared.NextDouble());
        ScheduleCheck();
    }

    private void OnAck(SubscribeAck ack)
    {
        if (ack.Generation != _generation) return;
        _owner = ack.Owner;
        _ownerCrashed = false;
        _times.Acknowledged();
        _roster.OnAck(ack);
        TellOwnerKnown();
    }

    private void TellOwnerKnown()
    {
        foreach (var waiting in _waitForOwner) waiting.Tell(OwnerKnown.Instance);
        _waitForOwner.Clear();
    }

    private void OnNodeGone(NodeGone gone)
    {
        if (_owner is null || _owner.Path.Address != gone.Address) return;
        _ownerCrashed = gone.Crashed;
        _times.OwnerGone(Now);
        ScheduleCheck();
    }

    private void OnFrame(DataFrame frame)
    {
        // What is dropped here is a gap that the next frame shows, and a subscription heals.
        if (!_shared.Permit.Granted || !Sender.Equals(_owner) || Last(frame.DataSet) is not { } last) return;
        var delta = last.Applicable(frame);
        if (last.Take(frame, Now, out var gap))
        {
            _past.Take(frame, delta);
            if (_channels.Broadcast(frame, delta)) Self.Tell(HandOut.Instance);
        }
        else if (gap)
        {
            _times.FrameMissing(Now);
            if (_times.SubscriptionDue(Now)) Subscribe();
            else ScheduleCheck();
        }
    }

    /// <summary>In one turn: the reply, the close of the channel it replaces, what is known, and only then the channel is among those that get broadcasts.</summary>
    private void OnJoin(JoinTopic join)
    {
        using var together = join.Channel.Outbox.SendTogether();
        if (join.Replaces is { } before) Remove(before);
        JoinedChannels.SayWelcome(join);
        join.Channel.Relay = Self;
        if (_past.Joins(join.Channel.Parameters, _last, Now)) Subscribe();
        SendKnown(join.Channel);
        _roster.SendKnown(join.Channel);
        _shared.Metrics.Joined(join.Channel);
        _channels.Add(join.Channel);
        _roster.Enter(join.Channel, join.Replaces);
        TellAttention();
    }

    private void OnRewind(RewindTopic rewind)
    {
        if (rewind.Channel.Index < 0) return;
        // An answer is dear, and asking costs nothing: who has not read what was sent before gets no other.
        var fault = rewind.Channel.Outbox.WaitingBytes > 0 ? "read what was sent before first" : RewindReply.Fault(rewind.Minutes, _past.Span);
        if (fault is not null)
        {
            JoinedChannels.ReplyError(rewind.Channel, rewind.Ref, fault);
            return;
        }

        if (_past.LooksBack(_last, Now)) Subscribe();
        JoinedChannels.Reply(rewind.Channel, rewind.Ref, RewindReply.Response(_past.Since(TimeSpan.FromMinutes(rewind.Minutes), _last, Now), rewind.Channel));
    }

    private void OnLeave(LeaveTopic leave)
    {
        Remove(leave.Channel);
        JoinedChannels.SayGoodbye(leave);
        if (_channels.Count == 0) Context.Parent.Tell(new RelayEmpty(_key));
        else TellAttention();
    }

    /// <summary>Who looks again has missed rows; who looks away gets none from here on.</summary>
    private void OnAttention(ChannelAttention attention)
    {
        var channel = attention.Channel;
        if (channel.Index < 0) return;
        JoinedChannels.Reply(channel, attention.Ref, MessageWriter.EmptyObject);
        if (_channels.Look(channel, attention.Visible) && attention.Visible) SendKnown(channel);
        TellAttention();
    }

    private void TellAttention()
    {
        if (_attention.Changed(_channels.AllHidden, Now)) Subscribe();
        else if (_attention.Due is not null) ScheduleCheck();
    }

    private void Remove(Channel channel)
    {
        if (_channels.Remove(channel)) _roster.Leave(channel);
    }

    private void OnMissedFrames(ChannelMissedFrames missed)
    {
        var channel = missed.Channel;
        if (channel.Index < 0) return;
        if (Last(missed.DataSet) is not { } last) _roster.Answer(channel, missed.DataSet);
        // A hidden tab goes without rows, not without the news of who watches.
        else if (!channel.IsHidden) SendKnown(channel, last, Now, answer: true);
    }

    private void OnStop()
    {
        if (_channels.Count > 0) Context.Parent.Tell(new RelayGoesOn(_key));
        else Context.Stop(Self);
    }

    /// <summary>Looks at everything that may have become due: the lease, an acknowledgement, a frame.</summary>
    private void OnCheck()
    {
        var now = Now;
        var sayNothingCame = _times.SilenceDue(now);
        foreach (var last in _last)
        {
            if (last.IsEmpty)
            {
                if (sayNothingCame) _channels.Broadcast(last.DataSet, FrameKind.Progress, LastFrame.NothingYet(Context.System.Scheduler.Now));
            }
            else if (last.NextDue + RelayTimes.Grace <= now)
            {
                _channels.Broadcast(last.DataSet, FrameKind.Progress, last.Late(now, _shared.IntervalOf(last.DataSet)).Span);
                _times.FrameMissing(now);
            }
        }

        if (_times.SubscriptionDue(now) | _attention.Changed(_channels.AllHidden, now)) Subscribe();
        else ScheduleCheck();
    }

    private void ScheduleCheck()
    {
        var now = Now;
        var next = _times.Next(now, _last);
        if (_attention.Due < next) next = _attention.Due.Value;
        _check?.Cancel();
        _check = Context.System.Scheduler.ScheduleTellOnceCancelable(next > now ? next - now : TimeSpan.FromMilliseconds(1), Self, Check.Instance, Self);
    }

    private void SendKnown(Channel channel)
    {
        var (now, resumes) = (Now, !channel.Parameters.Resume.IsEmpty);
        foreach (var last in _last)
        {
            if (resumes && _past.Lacks(channel.Parameters, last, now) is { } lacks) _channels.Send(channel, last.DataSet, lacks);
            else SendKnown(channel, last, now);
        }

        // What it had then it has no more when frames are dropped for it.
        if (resumes) channel.Parameters = channel.Parameters with { Resume = [] };
    }

    private void SendKnown(Channel channel, LastFrame last, TimeSpan now, bool answer = false)
    {
        if (last.ForJoin(now, out var kind) is { } payload) _channels.Send(channel, last.DataSet, kind, payload.Span, answer);
        else if (_times.SaidNothingCame(now)) _channels.Send(channel, last.DataSet, FrameKind.Progress, LastFrame.NothingYet(Context.System.Scheduler.Now), answer);
    }

    private LastFrame? Last(string dataSet) => _last.FirstOrDefault(l => l.DataSet == dataSet);

    private sealed record Check : INoSerializationVerificationNeeded, Akka.Event.IDeadLetterSuppression
    {
        public static readonly Check Instance = new();
    }
}
