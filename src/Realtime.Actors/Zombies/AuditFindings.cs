namespace Realtime.Actors.Zombies;

/// <summary>
/// What one look at the cluster shows, by kind. Joins and hand-overs are always under way, so a single look proves nothing: <see cref="AlsoIn"/> does.
/// </summary>
internal sealed class AuditFindings
{
    /// <summary>Every kind.</summary>
    public static readonly FindingKind[] Kinds = Enum.GetValues<FindingKind>();

    /// <summary>Before the first look: nothing was judged.</summary>
    public static readonly AuditFindings None = new(new IReadOnlySet<TopicAt>?[Kinds.Length]);

    private static readonly HashSet<TopicAt> Empty = [];

    private readonly IReadOnlySet<TopicAt>?[] _byKind;

    private AuditFindings(IReadOnlySet<TopicAt>?[] byKind) => _byKind = byKind;

    /// <summary>What is wrong in this way; empty also where it could not be judged.</summary>
    public IReadOnlySet<TopicAt> this[FindingKind kind] => _byKind[(int)kind] ?? Empty;

    /// <summary>Compares what runs with what is watched.</summary>
    /// <param name="answers">One for each node that answered.</param>
    /// <param name="allRunning">Whether every node that holds topics answered: if not, nobody knows that a topic runs nowhere.</param>
    /// <param name="allWatched">Whether every node that holds watchers answered: if not, nobody knows that a topic is watched nowhere.</param>
    public static AuditFindings Of(IReadOnlyCollection<NodeCensus> answers, bool allRunning, bool allWatched)
    {
        var watched = answers.SelectMany(a => a.Watched).ToHashSet();
        var runsOn = new Dictionary<ulong, long>();
        var doubles = new HashSet<TopicAt>();
        foreach (var answer in answers)
        {
            foreach (var topic in answer.Running)
            {
                if (runsOn.TryAdd(topic, answer.Node) || runsOn[topic] == answer.Node) continue;
                doubles.Add(new TopicAt(topic, runsOn[topic]));
                doubles.Add(new TopicAt(topic, answer.Node));
            }
        }

        return new AuditFindings(
        [
            allWatched ? answers.SelectMany(a => At(a.Node, a.Running.Where(topic => !watched.Contains(topic)))).ToHashSet() : null,
            allRunning ? answers.SelectMany(a => At(a.Node, a.Watched.Where(topic => !runsOn.ContainsKey(topic)))).ToHashSet() : null,
            doubles,
        ]);
    }

    /// <summary>What was found on the same node in <paramref name="before"/> too. A double needs two nodes that are the same in both.</summary>
    public AuditFindings AlsoIn(AuditFindings before)
    {
        var both = Kinds.Select(kind => this[kind].Where(before[kind].Contains).ToHashSet()).ToArray();
        var doubles = both[(int)FindingKind.Double];
        var single = doubles.GroupBy(d => d.Topic).Where(d => d.Count() < 2).Select(d => d.Key).ToHashSet();
        doubles.RemoveWhere(d => single.Contains(d.Topic));
        return new AuditFindings(both);
    }

    private static IEnumerable<TopicAt> At(long node, IEnumerable<ulong> topics) => topics.Select(topic => new TopicAt(topic, node));
}
