using System.Collections.Immutable;
using Akka.Event;

namespace Realtime.Actors.Zombies;

/// <summary>Operator to auditor: what did the last audit find? Answered with <see cref="LastAudit"/>.</summary>
/// <param name="AfterOneMore">Audit first.</param>
internal sealed record TellLastAudit(bool AfterOneMore) : Akka.Actor.INoSerializationVerificationNeeded;

/// <summary>One topic that is not as it should be.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="At">Which, and where.</param>
/// <param name="Sure">Whether the audit before found it too: then it is being healed.</param>
internal sealed record Finding(FindingKind Kind, TopicAt At, bool Sure);

/// <summary>What the last audit found.</summary>
/// <param name="Findings">Of each kind the first few.</param>
/// <param name="Total">All of them.</param>
/// <param name="At">When it was judged.</param>
/// <param name="Partial">Whether some node did not answer.</param>
internal sealed record LastAudit(ImmutableArray<Finding> Findings, int Total, DateTimeOffset At, bool Partial)
    : Akka.Actor.INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>More of a kind nobody reads one by one.</summary>
    private const int MostOfAKind = 1000;

    public static LastAudit Of(AuditVerdict verdict, DateTimeOffset at, bool partial) => new(
        [.. AuditFindings.Kinds.SelectMany(kind => verdict.Found[kind].Take(MostOfAKind).Select(found => new Finding(kind, found, verdict.Sure[kind].Contains(found))))],
        AuditFindings.Kinds.Sum(kind => verdict.Found[kind].Count), at, partial);
}
