using System.Diagnostics.Metrics;

namespace Realtime.Actors.Zombies;

/// <summary>Counts what the audits find and what is healed; by kind, never by topic. Found minus healed is what is wrong now.</summary>
internal sealed class ZombieMetrics(Meter meter)
{
    /// <summary>Name of the project's meter.</summary>
    public const string MeterName = "Realtime";

    private readonly Counter<long> _found = meter.CreateCounter<long>(
        "realtime.zombies.found", "{topic}", "Topics that run unwatched, are watched but run nowhere, or run twice, each counted once when it is sure.");

    private readonly Counter<long> _healed = meter.CreateCounter<long>(
        "realtime.zombies.healed", "{topic}", "Topics that were found and that a later audit sees in order.");

    /// <summary>Takes in what an audit came to.</summary>
    public void Count(FindingKind kind, FindingCounts counts)
    {
        var tag = new KeyValuePair<string, object?>("kind", Word(kind));
        if (counts.Opened > 0) _found.Add(counts.Opened, tag);
        if (counts.Healed > 0) _healed.Add(counts.Healed, tag);
    }

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Zombie => "zombie",
        FindingKind.Orphan => "orphan",
        _ => "double",
    };
}
