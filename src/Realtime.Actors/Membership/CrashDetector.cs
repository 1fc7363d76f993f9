using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Membership;

/// <summary>
/// Tells a crashed member from a silent one (one per member of the cluster): when a connection is lost it asks the peer's port, and a member whose host
/// refuses is downed at once. Everything else waits for the failure detector.
/// </summary>
internal sealed class CrashDetector : ReceiveActor, IWithTimers
{
    /// <summary>Events tell of changes at once; this finds what an event was too early for.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly IMemberList _members;
    private readonly ProvenDeaths _deaths;
    private readonly Func<Address, Task<ProbeAnswer>> _probe;
    private readonly ITimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<UniqueAddress, Suspicion> _suspects = [];
    private readonly Dictionary<UniqueAddress, Proof> _proven = [];
    private ImmutableHashSet<UniqueAddress> _unreachable = [];

    public CrashDetector(IMemberList members, ProvenDeaths deaths, Func<Address, Task<ProbeAnswer>> probe, ITimeProvider time, ILogger log)
    {
        (_members, _deaths, _probe, _time, _log) = (members, deaths, probe, time, log);
        Receive<AssociationEvent>(OnLost);
        Receive<ClusterEvent.IClusterDomainEvent>(_ => OnLook());
        Receive<Look>(_ => OnLook());
        Receive<Probed>(OnProbed);
        Receive<ProbeAgain>(again => Probe(again.Node));
    }

    public static Props Props(IMemberList members, ProvenDeaths deaths, Func<Address, Task<ProbeAnswer>> probe, ITimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new CrashDetector(members, deaths, probe, time, log));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        _members.Subscribe(Self);
        Timers.StartPeriodicTimer(nameof(Look), Look.Instance, LookEvery);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _members.Unsubscribe(Self);
    }

    private void OnLost(AssociationEvent lost)
    {
        foreach (var member in _members.Members)
        {
            if (member.Node.Address.Equals(lost.RemoteAddress)) Suspect(member);
        }
    }

    private void Suspect(MemberView member)
    {
        if (!member.Stays || member.Node.Equals(_members.Self) || _proven.ContainsKey(member.Node)) return;
        if (_suspects.TryAdd(member.Node, new Suspicion(_time.MonotonicClock))) Probe(member.Node);
    }

    private void Probe(UniqueAddress node)
    {
        if (_suspects.ContainsKey(node)) _probe(node.Address).PipeTo(Self, success: answer => new Probed(node, answer), failure: _ => new Probed(node, ProbeAnswer.Silence));
    }

    private void OnProbed(Probed probed)
    {
        if (!_suspects.TryGetValue(probed.Node, out var suspicion)) return;
        var step = suspicion.Take(probed.Answer, out var after);
        if (step == NextStep.ProbeAgain)
        {
            Timers.StartSingleTimer(probed.Node, new ProbeAgain(probed.Node), after);
            return;
        }

        _suspects.Remove(probed.Node);
        if (step == NextStep.Proven) _proven[probed.Node] = new Proof(suspicion.Since);
        DownTheDead();
    }

    /// <summary>
    /// A refusal may also come from a proxy or a firewall that stands for half of the cluster, so only a majority acts on it. Members in doubt do not count as
    /// seen: in a cut the connections are lost together, and members downed one by one would make a majority of any minority.
    /// </summary>
    private void DownTheDead()
    {
        var members = _members.Members;
        foreach (var member in members)
        {
            // By now it may be leaving, or downed by another member; the incarnation is compared as well: a successor on the same address is not dead.
            if (!member.Stays || !_proven.TryGetValue(member.Node, out var proof) || proof.Downed) continue;
            if (!Majority.Remains(members, m => _suspects.ContainsKey(m.Node) || _proven.ContainsKey(m.Node)))
            {
                if (_suspects.Count == 0 && !proof.Told) MembershipLog.NoMajority(_log, member.Node.Address);
                proof.Told = _suspects.Count == 0;
                continue;
            }

            proof.Downed = true;
            _deaths.Add(member.Node.Address);
            _members.Down(member.Node.Address);
            MembershipLog.ProvenDead(_log, member.Node.Address, ElapsedMs(proof));
        }
    }

    private void OnLook()
    {
        var members = _members.Members;
        var unreachable = members.Where(m => !m.Reachable).Select(m => m.Node).ToImmutableHashSet();
        foreach (var member in members)
        {
            if (!member.Reachable && !_unreachable.Contains(member.Node)) Suspect(member);
        }

        _unreachable = unreachable;
        var present = members.Select(m => m.Node).ToHashSet();
        foreach (var gone in _suspects.Keys.Where(node => !present.Contains(node)).ToList()) _suspects.Remove(gone);
        foreach (var (gone, proof) in _proven.Where(p => !present.Contains(p.Key)).ToList())
        {
            _proven.Remove(gone);
            _deaths.Clear(gone.Address.ToString());
            if (proof.Downed) MembershipLog.Removed(_log, gone.Address, ElapsedMs(proof));
        }

        // A proof that no majority was there to act on may have one now.
        if (_proven.Count > 0) DownTheDead();
    }

    private long ElapsedMs(Proof proof) => (long)(_time.MonotonicClock - proof.Since).TotalMilliseconds;

    private sealed class Proof(TimeSpan since)
    {
        public TimeSpan Since => since;

        public bool Downed { get; set; }

        public bool Told { get; set; }
    }

    private sealed record Look : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }

    private sealed record Probed(UniqueAddress Node, ProbeAnswer Answer) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record ProbeAgain(UniqueAddress Node) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
