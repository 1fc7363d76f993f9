using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Membership;

/// <summary>
/// Keeps the node's <see cref="PollPermit"/> alive (one per member, at <c>/user/pulse</c>): asks all members twice a second whether they hear it, and extends the
/// permit while a majority does.
/// </summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which ends the watch
internal sealed class Pulse : ReceiveActor, IWithTimers
{
    /// <summary>Its name under <c>/user</c>, the same on every member: that is how they find each other.</summary>
    public const string Name = "pulse";

    /// <summary>Five pings to a permit's time.</summary>
    private static readonly TimeSpan Every = PollPermit.Lasts / 5;

    private readonly IMemberList _members;
    private readonly PollPermit _permit;
    private readonly Func<Address, ICanTell> _pulseOf;
    private readonly ITimeProvider _time;
    private readonly ILogger _log;
    private readonly HeardMajority _heard = new();
    private FreezeWatch? _watch;
    private TimeSpan? _withdrawn;
    private TimeSpan _lastBeat;
    private (int Heard, int Members) _answering;

    public Pulse(IMemberList members, PollPermit permit, Func<Address, ICanTell> pulseOf, ITimeProvider time, ILogger log)
    {
        (_members, _permit, _pulseOf, _time, _log) = (members, permit, pulseOf, time, log);
        Receive<Beat>(_ => OnBeat());
        Receive<Ping>(OnPing);
        Receive<Pong>(OnPong);
        Receive<Froze>(froze => Update(froze.For));
        Receive<ClusterEvent.IClusterDomainEvent>(_ => Update());
    }

    public static Props Props(IMemberList members, PollPermit permit, Func<Address, ICanTell> pulseOf, ITimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new Pulse(members, permit, pulseOf, time, log));

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _time.MonotonicClock;

    protected override void PreStart()
    {
        var self = Self;
        // Withdrawn on the watch's own thread: the message may wait behind everything that piled up in the meantime.
        _watch = new FreezeWatch(_time, frozen =>
        {
            if (_permit.Withdraw()) self.Tell(new Froze(frozen));
        });
        _lastBeat = Now;
        _members.Subscribe(Self);
        Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, TimeSpan.Zero, Every);
    }

    protected override void PostStop()
    {
        _members.Unsubscribe(Self);
        _watch?.Dispose();
    }

    private void OnBeat()
    {
        Update();
        _lastBeat = Now;
        var ping = new Ping(_members.Self.Uid, Now.Ticks);
        foreach (var member in _members.Members)
        {
            if (!member.Node.Equals(_members.Self)) _pulseOf(member.Node.Address).Tell(ping, Self);
        }
    }

    /// <summary>Only who counts here as a member is answered: one that was downed gets no permit back because the network healed.</summary>
    private void OnPing(Ping ping)
    {
        if (_members.Members.Any(m => m.Node.Uid == ping.NodeUid && m.Status is not MemberStatus.Down)) Sender.Tell(new Pong(_members.Self.Uid, ping.NodeUid, ping.SentAt));
    }

    private void OnPong(Pong pong)
    {
        if (pong.PingedBy != _members.Self.Uid) return;
        _heard.Answered(pong.NodeUid, new TimeSpan(pong.SentAt));
        Update();
    }

    private void Update(TimeSpan frozen = default)
    {
        var now = Now;
        _heard.Keep([.. _members.Members.Where(m => m.Votes && !m.Node.Equals(_members.Self)).Select(m => (long)m.Node.Uid)], now);
        _permit.Extend(_heard.Evidence(now), _heard.IsAlone);
        Tell(now, _permit.Granted, frozen > now - _lastBeat ? frozen : now - _lastBeat);
    }

    private void Tell(TimeSpan now, bool granted, TimeSpan pause)
    {
        (int Heard, int Members) answering = (_heard.HeardSince(now - PollPermit.Lasts), _heard.Members);
        if (answering != _answering) MembershipLog.Answering(_log, answering.Heard, answering.Members);
        _answering = answering;
        if (!granted && _withdrawn is null)
        {
            _withdrawn = now;
            // Whoever stood still heard nobody meanwhile: the network is not to blame.
            if (pause > FreezeWatch.Frozen) MembershipLog.WithdrawnFrozen(_log, pause.TotalSeconds);
            else MembershipLog.WithdrawnUnheard(_log, answering.Heard, answering.Members);
        }
        else if (granted && _withdrawn is { } since)
        {
            _withdrawn = null;
            MembershipLog.PermitReturned(_log, (long)(now - since).TotalMilliseconds, answering.Heard, answering.Members);
        }
    }

    private sealed record Beat : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Beat Instance = new();
    }

    private sealed record Froze(TimeSpan For) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
