using System.Collections.Immutable;

namespace Realtime.Actors.Polling;

/// <summary>How the store is, as a node's last questions found it.</summary>
/// <param name="Outage">It is away for all data sets; null: it is not.</param>
/// <param name="DataSets">The data sets that fail by themselves, in the order of their names.</param>
public sealed record StoreReport(FailingSince? Outage, ImmutableArray<KeyValuePair<string, FailingSince>> DataSets)
{
    /// <summary>Whether nothing fails.</summary>
    public bool IsGood => Outage is null && DataSets.IsEmpty;
}

/// <summary>A fault that lasts. Times are the monotonic clock's.</summary>
/// <param name="Trouble">As it was met last.</param>
/// <param name="Since">When it began.</param>
/// <param name="LastTried">When it was met last: nobody may have asked since.</param>
public readonly record struct FailingSince(StoreTrouble Trouble, TimeSpan Since, TimeSpan LastTried);
