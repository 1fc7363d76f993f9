using System.Collections.Immutable;

namespace Realtime.Actors.Zombies;

/// <summary>What the log says of an audit: a few topics of each kind by name. The audit itself knows only hashes, so the nodes are asked for these.</summary>
internal sealed class AuditReport
{
    /// <summary>Topics named in one line: enough to look at one, whatever their number.</summary>
    public const int Samples = 5;

    private readonly ImmutableArray<ImmutableArray<IGrouping<ulong, TopicAt>>> _samples;
    private readonly IReadOnlyDictionary<long, string> _nodes;
    private readonly Dictionary<ulong, string> _names = [];

    /// <param name="verdict">What to tell of.</param>
    /// <param name="nodes">What nodes are called.</param>
    public AuditReport(AuditVerdict verdict, IReadOnlyDictionary<long, string> nodes)
    {
        (Verdict, _nodes) = (verdict, nodes);
        _samples = [.. AuditFindings.Kinds.Select(kind => verdict.Sure[kind].GroupBy(found => found.Topic).Take(Samples).ToImmutableArray())];
    }

    /// <summary>What it tells of.</summary>
    public AuditVerdict Verdict { get; }

    /// <summary>Whether every name is known.</summary>
    public bool IsNamed => _samples.All(kind => kind.All(topic => _names.ContainsKey(topic.Key)));

    /// <summary>Who is to be asked for which names.</summary>
    public IEnumerable<IGrouping<long, ulong>> Questions => _samples.SelectMany(kind => kind).GroupBy(topic => topic.First().Node, topic => topic.Key);

    /// <summary>Takes in what a node says.</summary>
    public void Take(TopicNames names)
    {
        foreach (var topic in names.Topics) _names[topic.Hash] = topic.Value;
    }

    /// <summary>The topics of a kind as the log shows them: a name, or the hash where nobody said the name; of doubles with their nodes.</summary>
    public string Text(FindingKind kind)
    {
        var topics = _samples[(int)kind].Select(topic => kind == FindingKind.Double ? $"{Name(topic.Key)} on {Nodes(topic)}" : Name(topic.Key));
        var more = Verdict.ByKind[(int)kind].Sure - Samples;
        return string.Join(", ", more > 0 ? topics.Append($"and {more} more") : topics);
    }

    private string Name(ulong topic) => _names.GetValueOrDefault(topic) ?? $"#{topic:x}";

    private string Nodes(IEnumerable<TopicAt> topic) => string.Join(" and ", topic.Select(at => _nodes.GetValueOrDefault(at.Node) ?? $"{at.Node:x}").Order());
}
