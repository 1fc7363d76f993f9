using System.Collections.Immutable;
using CsCheck;
using Realtime.Actors.Zombies;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>What one look at a cluster shows, and what two of them prove.</summary>
public sealed class AuditTests
{
    private static readonly Gen<ImmutableArray<ulong>> SomeTopics = Gen.ULong[0, 12].HashSet[0, 10].Select(topics => topics.ToImmutableArray());

    /// <summary>Any state that up to four nodes may be in, right or wrong.</summary>
    private static readonly Gen<NodeCensus[]> AnyCluster =
        Gen.Select(SomeTopics, SomeTopics).Array[0, 4].Select(nodes => nodes.Select((n, i) => new NodeCensus(i + 1, n.Item1, n.Item2)).ToArray());

    [Fact]
    public void A_topic_is_a_zombie_exactly_where_it_runs_and_nobody_watches() => AnyCluster.Sample(cluster =>
        Found(cluster, FindingKind.Zombie).SetEquals(
            from node in cluster from topic in node.Running where !cluster.Any(n => n.Watched.Contains(topic)) select new TopicAt(topic, node.Node)));

    [Fact]
    public void A_topic_is_an_orphan_exactly_where_it_is_watched_and_nobody_runs_it() => AnyCluster.Sample(cluster =>
        Found(cluster, FindingKind.Orphan).SetEquals(
            from node in cluster from topic in node.Watched where !cluster.Any(n => n.Running.Contains(topic)) select new TopicAt(topic, node.Node)));

    [Fact]
    public void A_topic_is_double_exactly_where_another_node_runs_it_too() => AnyCluster.Sample(cluster =>
        Found(cluster, FindingKind.Double).SetEquals(
            from node in cluster
            from topic in node.Running
            where cluster.Any(n => n.Node != node.Node && n.Running.Contains(topic))
            select new TopicAt(topic, node.Node)));

    [Fact]
    public void Nothing_is_judged_that_depends_on_a_silent_node() => AnyCluster.Sample(cluster =>
        AuditFindings.Of(cluster, allRunning: true, allWatched: false)[FindingKind.Zombie].Count == 0
        && AuditFindings.Of(cluster, allRunning: false, allWatched: true)[FindingKind.Orphan].Count == 0
        && AuditFindings.Of(cluster, allRunning: false, allWatched: false)[FindingKind.Double].SetEquals(Found(cluster, FindingKind.Double)));

    [Fact]
    public void Only_what_two_successive_audits_find_is_sure() => Gen.Select(AnyCluster, AnyCluster).Sample((first, second) =>
    {
        var audit = new Audit();
        Assert.All(audit.Judge(first, true, true).ByKind, counts => Assert.Equal(default, counts));
        var sure = audit.Judge(second, true, true).Sure;
        foreach (var kind in (FindingKind[])[FindingKind.Zombie, FindingKind.Orphan])
        {
            Assert.True(sure[kind].SetEquals(Found(first, kind).Intersect(Found(second, kind))));
        }

        Assert.All(sure[FindingKind.Double].GroupBy(d => d.Topic), topic => Assert.True(topic.Count() >= 2));
        Assert.Subset(Found(first, FindingKind.Double).ToHashSet(), sure[FindingKind.Double].ToHashSet());
        Assert.Subset(Found(second, FindingKind.Double).ToHashSet(), sure[FindingKind.Double].ToHashSet());
    });

    [Fact]
    public void A_partial_audit_between_two_complete_ones_makes_them_not_successive()
    {
        var audit = new Audit();
        var zombie = new NodeCensus(1, [7], []);
        audit.Judge([zombie], true, true);
        Assert.Empty(audit.Judge([zombie], true, allWatched: false).Sure[FindingKind.Zombie]);
        Assert.Empty(audit.Judge([zombie], true, true).Sure[FindingKind.Zombie]);
        Assert.Equal([new TopicAt(7, 1)], audit.Judge([zombie], true, true).Sure[FindingKind.Zombie]);
    }

    [Fact]
    public void A_topic_that_moved_between_the_audits_is_no_sure_zombie()
    {
        var audit = new Audit();
        audit.Judge([new NodeCensus(1, [7], []), new NodeCensus(2, [], [])], true, true);
        Assert.Empty(audit.Judge([new NodeCensus(1, [], []), new NodeCensus(2, [7], [])], true, true).Sure[FindingKind.Zombie]);
    }

    [Fact]
    public void A_double_that_shares_one_node_with_the_double_before_is_a_hand_over()
    {
        var audit = new Audit();
        audit.Judge([new NodeCensus(1, [7], [7]), new NodeCensus(2, [7], [])], true, true);
        Assert.Empty(audit.Judge([new NodeCensus(2, [7], [7]), new NodeCensus(3, [7], [])], true, true).Sure[FindingKind.Double]);
    }

    [Fact]
    public void A_finding_counts_once_however_long_it_lasts_and_as_healed_once_it_is_gone()
    {
        var audit = new Audit();
        var wrong = new NodeCensus(1, [7], [8]);
        var right = new NodeCensus(1, [8], [8]);
        Assert.Equal(default, Zombies(audit.Judge([wrong], true, true)));
        Assert.Equal(new FindingCounts(1, 1, 0), Zombies(audit.Judge([wrong], true, true)));
        Assert.Equal(new FindingCounts(1, 0, 0), Zombies(audit.Judge([wrong], true, true)));
        Assert.Equal(default, Zombies(audit.Judge([right], true, allWatched: false)));
        Assert.Equal(new FindingCounts(0, 0, 1), Zombies(audit.Judge([right], true, true)));
        Assert.Equal(default, Zombies(audit.Judge([right], true, true)));

        static FindingCounts Zombies(AuditVerdict verdict) => verdict.ByKind[(int)FindingKind.Zombie];
    }

    [Fact]
    public void Whatever_was_found_has_been_healed_once_a_complete_audit_finds_nothing() =>
        Gen.Select(AnyCluster, Gen.Bool, Gen.Bool).Array[0, 8].Sample(audits =>
        {
            var audit = new Audit();
            var verdicts = audits.Select(a => audit.Judge(a.Item1, a.Item2, a.Item3)).ToList();
            verdicts.Add(audit.Judge([], true, true));
            return AuditFindings.Kinds.All(kind => verdicts.Sum(v => v.ByKind[(int)kind].Opened) == verdicts.Sum(v => v.ByKind[(int)kind].Healed));
        });

    [Theory]
    [InlineData(0, 30)]
    [InlineData(5, 30)]
    [InlineData(20, 30)]
    [InlineData(60, 70)]
    public void Audits_are_further_apart_than_a_topic_lingers(int linger, int every) =>
        Assert.Equal(TimeSpan.FromSeconds(every), AuditTimes.For(TimeSpan.FromSeconds(linger)).Every);

    private static IReadOnlySet<TopicAt> Found(NodeCensus[] cluster, FindingKind kind) => AuditFindings.Of(cluster, allRunning: true, allWatched: true)[kind];
}
