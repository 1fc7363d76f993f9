using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Metrics;
using Realtime.Actors.Operations;

namespace Realtime.Actors.Zombies;

/// <summary>
/// Finds topics that run unwatched, are watched but run nowhere, or run twice (one auditor in the cluster): asks every node now and then, and has what is sure
/// healed where it is.
/// </summary>
internal sealed class ZombieAuditor : ReceiveActor, IWithTimers
{
    /// <summary>Topics in one order to one node: 80 KB. What is over is still wrong at the next audit, and has its turn then.</summary>
    private const int TopicsPerOrder = 10_000;

    private readonly Func<ImmutableArray<AuditedNode>> _members;
    private readonly AuditTimes _times;
    private readonly RealtimeMetrics _metrics;
    private readonly ILogger _log;
    private readonly Audit _audit = new();
    private long _number;
    private TimeSpan _askedAt;
    private TimeSpan _askedBefore;
    private ImmutableArray<AuditedNode> _nodes = [];
    private CensusIntake? _intake;
    private AuditReport? _report;
    private bool _partial;
    private LastAudit? _last;
    private readonly List<IActorRef> _waiting = [];

    /// <param name="members">Whom to ask, at each audit anew.</param>
    /// <param name="times">When.</param>
    /// <param name="metrics">Counts what is found.</param>
    /// <param name="log">Tells of it.</param>
    public ZombieAuditor(Func<ImmutableArray<AuditedNode>> members, AuditTimes times, RealtimeMetrics metrics, ILogger log)
    {
        (_members, _times, _metrics, _log) = (members, times, metrics, log);
        Receive<AuditDue>(_ => OnAuditDue());
        Receive<CensusPart>(OnPart);
        Receive<AnswersDue>(_ => Judge());
        Receive<TopicNames>(OnNames);
        Receive<NamesDue>(_ => WriteReport());
        Receive<TellLastAudit>(OnTellLastAudit);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(Func<ImmutableArray<AuditedNode>> members, AuditTimes times, RealtimeMetrics metrics, ILogger log) =>
        Akka.Actor.Props.Create(() => new ZombieAuditor(members, times, metrics, log));

    /// <summary>
    /// The first audit comes at any time of an interval: an auditor is new when a cluster starts or has lost a node, and everybody has enough to do.
    /// </summary>
    protected override void PreStart()
    {
        ZombieQueries.Add(NodeQueries.Of(Context.System), Self);
        Timers.StartSingleTimer(nameof(AuditDue), AuditDue.Instance, _times.Every * Random.Shared.NextDouble());
    }

    protected override void PostStop() => ZombieQueries.AddNone(NodeQueries.Of(Context.System));

    private void OnAuditDue()
    {
        Judge();
        WriteReport();
        Timers.StartSingleTimer(nameof(AuditDue), AuditDue.Instance, _times.Every);
        (_askedBefore, _askedAt) = (_askedAt, Now);
        _nodes = _members();
        _intake = new CensusIntake(++_number, _nodes.Select(node => node.Uid));
        foreach (var node in _nodes) node.Census.Tell(new AskCensus(_number), Self);
        Timers.StartSingleTimer(nameof(AnswersDue), AnswersDue.Instance, _times.AnswerWithin);
    }

    /// <summary>An operator asks. What is judged then is healed then, if the audit before showed it too.</summary>
    private void OnTellLastAudit(TellLastAudit tell)
    {
        if (!tell.AfterOneMore && _last is { } last)
        {
            Sender.Tell(last);
            return;
        }

        _waiting.Add(Sender);
        if (_intake is null) OnAuditDue();
    }

    private void OnPart(CensusPart part)
    {
        if (_intake is null) return;
        _intake.Take(part);
        if (_intake.IsComplete) Judge();
    }

    private void Judge()
    {
        if (_intake is not { } intake) return;
        _intake = null;
        Timers.Cancel(nameof(AnswersDue));
        var missing = _nodes.Where(node => !intake.HasAnswered(node.Uid)).ToImmutableArray();
        TellWhetherPartial(missing);
        var verdict = _audit.Judge(intake.Answers, allRunning: !missing.Any(node => node.HoldsTopics), allWatched: !missing.Any(node => node.HoldsWatchers));
        foreach (var kind in AuditFindings.Kinds) _metrics.Audited(kind, verdict.ByKind[(int)kind]);
        AskForNames(verdict);
        Heal(verdict.Sure);
        _last = LastAudit.Of(verdict, Context.System.Scheduler.Now, partial: _partial);
        foreach (var waiting in _waiting) waiting.Tell(_last);
        _waiting.Clear();
    }

    /// <summary>Names first: a topic that has been stopped has none any more.</summary>
    private void AskForNames(AuditVerdict verdict)
    {
        var report = new AuditReport(verdict, _nodes.ToDictionary(node => node.Uid, node => node.Name));
        if (report.IsNamed) return;
        _report = report;
        foreach (var question in report.Questions) Order(question.Key, new AskTopicNames(_number, [.. question]));
        Timers.StartSingleTimer(nameof(NamesDue), NamesDue.Instance, _times.AnswerWithin);
    }

    /// <summary>A double is not healed: which of the two is right cannot be told from here.</summary>
    private void Heal(AuditFindings sure)
    {
        var unwatchedFor = Now - _askedBefore;
        foreach (var (node, topics) in ByNode(sure[FindingKind.Zombie])) Order(node, new StopUnwatched(topics, unwatchedFor));
        foreach (var (node, topics) in ByNode(sure[FindingKind.Orphan])) Order(node, new ReassertWatched(topics));
    }

    private static IEnumerable<(long Node, ImmutableArray<ulong> Topics)> ByNode(IReadOnlySet<TopicAt> found) =>
        found.GroupBy(at => at.Node, at => at.Topic).Select(node => (node.Key, node.Take(TopicsPerOrder).ToImmutableArray()));

    private void Order(long node, ICensusMessage order) => _nodes.First(asked => asked.Uid == node).Census.Tell(order, Self);

    private void OnNames(TopicNames names)
    {
        if (_report is null || names.Audit != _number) return;
        _report.Take(names);
        if (_report.IsNamed) WriteReport();
    }

    private void WriteReport()
    {
        if (_report is not { } report) return;
        _report = null;
        Timers.Cancel(nameof(NamesDue));
        foreach (var kind in AuditFindings.Kinds)
        {
            if (report.Verdict.ByKind[(int)kind].Sure is var count and > 0) ZombieLog.Found(_log, kind, count, report.Text(kind));
        }
    }

    private void TellWhetherPartial(ImmutableArray<AuditedNode> missing)
    {
        if (missing.IsEmpty && _partial) ZombieLog.Complete(_log);
        if (!missing.IsEmpty && !_partial) ZombieLog.Partial(_log, string.Join(", ", missing.Take(AuditReport.Samples).Select(node => node.Name)));
        _partial = !missing.IsEmpty;
    }

    private sealed record AuditDue : INoSerializationVerificationNeeded
    {
        public static readonly AuditDue Instance = new();
    }

    private sealed record AnswersDue : INoSerializationVerificationNeeded
    {
        public static readonly AnswersDue Instance = new();
    }

    private sealed record NamesDue : INoSerializationVerificationNeeded
    {
        public static readonly NamesDue Instance = new();
    }
}
