using System.Collections.Immutable;

namespace Realtime.Actors.Zombies;

/// <summary>Puts together what the asked nodes answer. Parts may come in any order, twice or never.</summary>
internal sealed class CensusIntake
{
    private readonly long _audit;
    private readonly Dictionary<long, CensusPart?[]?> _byNode;

    /// <param name="audit">Number of the audit.</param>
    /// <param name="nodes">The nodes asked.</param>
    public CensusIntake(long audit, IEnumerable<long> nodes)
    {
        _audit = audit;
        _byNode = nodes.ToDictionary(node => node, _ => (CensusPart?[]?)null);
    }

    /// <summary>Whether every node has said everything.</summary>
    public bool IsComplete => _byNode.Values.All(Whole);

    /// <summary>The nodes that have said everything: half an answer would look like topics missing.</summary>
    public ImmutableArray<NodeCensus> Answers =>
    [
        .. _byNode.Where(node => Whole(node.Value)).Select(node => new NodeCensus(
            node.Key, [.. node.Value!.SelectMany(part => part!.Running)], [.. node.Value!.SelectMany(part => part!.Watched)])),
    ];

    /// <summary>Takes a part; one of another audit, or of a node that was not asked, is left out.</summary>
    public void Take(CensusPart part)
    {
        if (part.Audit != _audit || !_byNode.TryGetValue(part.NodeUid, out var parts)) return;
        if (parts is null) _byNode[part.NodeUid] = parts = new CensusPart?[part.Parts];
        if (part.Part >= 0 && part.Part < parts.Length) parts[part.Part] = part;
    }

    /// <summary>Whether a node has said everything.</summary>
    public bool HasAnswered(long node) => _byNode.TryGetValue(node, out var parts) && Whole(parts);

    private static bool Whole(CensusPart?[]? parts) => parts is not null && !parts.Contains(null);
}
