using Realtime.Actors.Watchers;

namespace Realtime.Actors.Tests.Watchers;

/// <summary>What a relay reports of its own channels.</summary>
public class LocalWatchersTests
{
    private readonly LocalWatchers _local = new(Tabs.Topic, nodeUid: 5, generation: 6);

    [Fact]
    public void The_first_report_is_a_list_and_what_follows_are_numbered_changes()
    {
        _local.Enter(Tabs.Tab("a"));
        _local.Enter(null);
        var first = _local.Report(asks: true);
        Assert.Equal((5, 6, 1, RosterKind.List, true, 2, 1), (first.NodeUid, first.Generation, first.Number, first.Kind, first.Asks, first.Watching, first.Members));
        Assert.Equal("a", first.Joins.Refs());
        Assert.False(_local.Changed);

        _local.Enter(Tabs.Tab("b"));
        _local.Leave(Tabs.Tab("a"));
        Assert.True(_local.Changed);
        var second = _local.Report(asks: false);
        Assert.Equal((2, RosterKind.Changes, false, 2, 1), (second.Number, second.Kind, second.Asks, second.Watching, second.Members));
        Assert.Equal(("b", "a"), (second.Joins.Refs(), second.Leaves.Joined()));
    }

    [Fact]
    public void Who_comes_and_goes_between_two_reports_is_never_told_of()
    {
        _local.Report(asks: false);
        _local.Enter(Tabs.Tab("a"));
        _local.Leave(Tabs.Tab("a"));

        var report = _local.Report(asks: false);
        Assert.Equal((0, 0, 0L), (report.Joins.Length, report.Leaves.Length, report.Watching));
    }

    [Fact]
    public void While_the_owner_counts_only_numbers_are_told_and_a_low_count_asks_for_the_list()
    {
        _local.Enter(Tabs.Tab("a"));
        _local.Report(asks: false);
        _local.Heard(Tabs.Update(1, RosterKind.Numbers, [], [], 300));
        _local.Enter(Tabs.Tab("b"));
        var numbers = _local.Report(asks: false);
        Assert.Equal((RosterKind.Numbers, 0, 2), (numbers.Kind, numbers.Joins.Length, numbers.Members));

        _local.Heard(Tabs.Update(2, RosterKind.Numbers, [], [], 149));
        Assert.True(_local.Changed);
        var list = _local.Report(asks: false);
        Assert.Equal((RosterKind.List, "a b"), (list.Kind, list.Joins.Refs()));
    }

    [Fact]
    public void A_node_with_more_members_than_a_list_has_never_tells_their_names()
    {
        foreach (var tab in Tabs.Many(PresenceBounds.MostListed + 1)) _local.Enter(tab);
        Assert.Equal((RosterKind.Numbers, 201), (_local.Report(asks: true).Kind, _local.Report(asks: true).Members));
        _local.Leave(Tabs.Tab("t0"));

        Assert.Equal(200, _local.Report(asks: false).Joins.Length);
    }

    [Fact]
    public void Asked_again_it_tells_everything()
    {
        _local.Enter(Tabs.Tab("a"));
        _local.Report(asks: false);
        _local.Enter(Tabs.Tab("b"));
        _local.TellEverything();

        var list = _local.Report(asks: false);
        Assert.Equal((RosterKind.List, "a b"), (list.Kind, list.Joins.Refs()));
        Assert.Equal(RosterKind.Changes, _local.Report(asks: false).Kind);
    }
}
