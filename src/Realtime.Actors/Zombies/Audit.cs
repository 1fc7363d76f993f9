using System.Collections.Immutable;

namespace Realtime.Actors.Zombies;

/// <summary>Judges one look at the cluster after another: only what two successive ones show is sure.</summary>
internal sealed class Audit
{
    private readonly HashSet<ulong>[] _open = [.. AuditFindings.Kinds.Select(_ => new HashSet<ulong>())];
    private AuditFindings _before = AuditFindings.None;

    /// <inheritdoc cref="AuditFindings.Of"/>
    public AuditVerdict Judge(IReadOnlyCollection<NodeCensus> answers, bool allRunning, bool allWatched)
    {
        var found = AuditFindings.Of(answers, allRunning, allWatched);
        var sure = found.AlsoIn(_before);
        _before = found;
        var changes = AuditFindings.Kinds.Select(kind => Follow(kind, Topics(sure[kind]), found[kind], kind == FindingKind.Zombie ? allWatched : allRunning));
        return new AuditVerdict(found, sure, [.. changes]);
    }

    /// <summary>A finding is open from the audit that made it sure until one that could have seen it does not: then it counts as healed.</summary>
    private FindingCounts Follow(FindingKind kind, HashSet<ulong> sure, IReadOnlySet<TopicAt> found, bool couldSee)
    {
        var open = _open[(int)kind];
        var healed = couldSee ? open.RemoveWhere(new HashSet<ulong>(open.Except(Topics(found))).Contains) : 0;
        var opened = sure.Count(open.Add);
        return new FindingCounts(sure.Count, opened, healed);
    }

    private static HashSet<ulong> Topics(IReadOnlySet<TopicAt> found) => [.. found.Select(f => f.Topic)];
}

/// <summary>What an audit came to.</summary>
/// <param name="Found">What this look shows.</param>
/// <param name="Sure">What the one before showed too: it is to be healed.</param>
/// <param name="ByKind">In the order of <see cref="FindingKind"/>.</param>
internal sealed record AuditVerdict(AuditFindings Found, AuditFindings Sure, ImmutableArray<FindingCounts> ByKind);

/// <summary>Topics of one kind.</summary>
/// <param name="Sure">That are wrong now.</param>
/// <param name="Opened">Of these, that were not known to be.</param>
/// <param name="Healed">That were wrong and are so no more.</param>
internal readonly record struct FindingCounts(int Sure, int Opened, int Healed);
