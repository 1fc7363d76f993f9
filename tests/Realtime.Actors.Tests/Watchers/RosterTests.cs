using Realtime.Actors.Watchers;

namespace Realtime.Actors.Tests.Watchers;

/// <summary>What an owner makes of the nodes' reports, and when it tells.</summary>
public class RosterTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly long[] One = [1];
    private static readonly long[] Both = [1, 2];

    private readonly Roster _roster = new(Tabs.Topic, PresenceBounds.Default, number: 100);

    [Fact]
    public void The_first_update_is_the_whole_list_and_what_follows_are_changes()
    {
        Assert.True(_roster.Take(Tabs.List(1, 1, [Tabs.Tab("a")], unnamed: 2), Start));
        var first = _roster.Next(Start, One)!;
        Assert.Equal((101, RosterKind.List, 3, 1), (first.Number, first.Kind, first.Watching, first.Members));
        Assert.Equal("a", first.Joins.Refs());

        Assert.True(_roster.Take(Tabs.Changes(1, 2, [Tabs.Tab("b")], ["a"], 3, 1), Start));
        var second = _roster.Next(Start + TimeSpan.FromSeconds(1), One)!;
        Assert.Equal((102, RosterKind.Changes), (second.Number, second.Kind));
        Assert.Equal(("b", "a"), (second.Joins.Refs(), second.Leaves.Joined()));
    }

    [Fact]
    public void Changes_within_half_a_second_are_told_together_and_what_cancels_out_not_at_all()
    {
        Settle();
        _roster.Take(Tabs.Changes(1, 2, [Tabs.Tab("b")], [], 2), Start);
        Assert.Null(_roster.Next(Start + TimeSpan.FromMilliseconds(499), One));
        Assert.Equal(Start + TimeSpan.FromMilliseconds(500), _roster.Due);
        _roster.Take(Tabs.Changes(1, 3, [Tabs.Tab("c")], ["b"], 2), Start);

        var told = _roster.Next(Start + TimeSpan.FromMilliseconds(500), One)!;
        Assert.Equal(("c", ""), (told.Joins.Refs(), told.Leaves.Joined()));
        Assert.Null(_roster.Due);

        _roster.Take(Tabs.Changes(1, 4, [], ["c"], 1), Start);
        _roster.Take(Tabs.Changes(1, 5, [told.Joins[0]], [], 2), Start);
        Assert.Null(_roster.Next(Start + TimeSpan.FromSeconds(5), One));
        Assert.Equal(102, _roster.Number);
    }

    [Fact]
    public void A_new_owner_tells_nothing_before_all_nodes_have_reported()
    {
        _roster.Gather(Start);
        _roster.Take(Tabs.List(1, 7, [Tabs.Tab("a")]), Start);
        Assert.Null(_roster.Next(Start, Both));
        Assert.Null(_roster.Next(Start, null));
        Assert.Null(_roster.Told);
        _roster.Take(Tabs.List(2, 9, [Tabs.Tab("b")]), Start);

        Assert.Equal("a b", _roster.Next(Start, Both)!.Joins.Refs());
    }

    [Fact]
    public void A_new_owner_waits_two_seconds_at_most()
    {
        _roster.Gather(Start);
        _roster.Take(Tabs.List(1, 7, [Tabs.Tab("a")]), Start);
        Assert.Equal(Start + TimeSpan.FromSeconds(2), _roster.Due);
        Assert.Null(_roster.Next(Start + TimeSpan.FromMilliseconds(1_999), Both));

        Assert.Equal("a", _roster.Next(Start + TimeSpan.FromSeconds(2), null)!.Joins.Refs());
    }

    [Fact]
    public void A_lost_report_is_noticed_at_the_next_and_healed_by_a_list()
    {
        Settle();
        Assert.False(_roster.Take(Tabs.Changes(1, 3, [Tabs.Tab("c")], [], 3), Start));
        Assert.False(_roster.Take(Tabs.Changes(2, 2, [Tabs.Tab("z")], [], 1), Start));
        Assert.True(_roster.Take(Tabs.List(1, 4, [Tabs.Tab("a"), Tabs.Tab("b"), Tabs.Tab("c")]), Start));

        Assert.Equal("b c", _roster.Next(Start + TimeSpan.FromSeconds(1), One)!.Joins.Refs());
    }

    [Fact]
    public void A_later_relay_of_a_node_takes_the_place_of_the_one_before()
    {
        Settle();
        Assert.True(_roster.Take(Tabs.List(1, 1, [Tabs.Tab("b")], generation: 2), Start));

        var told = _roster.Next(Start + TimeSpan.FromSeconds(1), One)!;
        Assert.Equal(("b", "a"), (told.Joins.Refs(), told.Leaves.Joined()));
    }

    [Fact]
    public void Who_watched_on_a_node_that_is_gone_has_left()
    {
        Settle();
        _roster.Take(Tabs.List(2, 1, [Tabs.Tab("b")], unnamed: 4), Start);
        _roster.Next(Start + TimeSpan.FromSeconds(1), Both);
        _roster.Keep(node => node == 1, Start);

        var told = _roster.Next(Start + TimeSpan.FromSeconds(2), One)!;
        Assert.Equal(("b", 1), (told.Leaves.Joined(), told.Watching));
    }

    [Fact]
    public void A_relay_that_missed_something_gets_all_that_was_told_and_no_more()
    {
        Settle();
        _roster.Take(Tabs.Changes(1, 2, [Tabs.Tab("b")], [], 2), Start);
        _roster.Next(Start + TimeSpan.FromSeconds(1), One);
        _roster.Take(Tabs.Changes(1, 3, [Tabs.Tab("c")], [], 3), Start);

        Assert.Equal((102, RosterKind.List), (_roster.Told!.Number, _roster.Told.Kind));
        Assert.Equal("a b", _roster.Told.Joins.Refs());
    }

    [Fact]
    public void Above_200_members_only_numbers_are_told_and_below_150_the_list_again()
    {
        Settle();
        _roster.Take(Tabs.List(2, 1, Tabs.Many(200)), Start);
        var count = _roster.Next(Start + TimeSpan.FromSeconds(1), Both)!;
        Assert.Equal((RosterKind.Numbers, 201, 201), (count.Kind, count.Watching, count.Members));
        Assert.Empty(count.Joins);

        _roster.Take(Tabs.Numbers(2, 2, 149, 149), Start);
        Assert.Equal((RosterKind.Numbers, 150), (Next(2).Kind, _roster.Told!.Members));
        _roster.Take(Tabs.Numbers(2, 3, 148, 148), Start);
        Assert.Equal((RosterKind.Numbers, 149), (Next(3).Kind, _roster.Told!.Members));
        // Node 2 heard that and tells its names again.
        _roster.Take(Tabs.List(2, 4, Tabs.Many(148)), Start);
        var list = Next(4);
        Assert.Equal((RosterKind.List, 149, 149), (list.Kind, list.Joins.Length, list.Watching));
    }

    [Fact]
    public void A_count_low_enough_for_a_list_is_told_even_when_as_many_watch_as_before()
    {
        _roster.Take(Tabs.Numbers(1, 1, 300, 250), Start);
        _roster.Next(Start, One);
        _roster.Take(Tabs.Numbers(1, 2, 300, 149), Start);

        Assert.Equal(149, Next(1).Members);
        _roster.Take(Tabs.Numbers(1, 3, 300, 148), Start);
        Assert.Null(_roster.Next(Start + TimeSpan.FromSeconds(2), One));
    }

    [Fact]
    public void The_more_watch_the_less_often_a_count_is_told()
    {
        _roster.Take(Tabs.Numbers(1, 1, 20_000, 0), Start);
        _roster.Next(Start, One);
        _roster.Take(Tabs.Numbers(1, 2, 20_001, 0), Start);
        Assert.Equal(5, (_roster.Due!.Value - Start).TotalSeconds, 0.01);
        _roster.Take(Tabs.Numbers(1, 3, 1_000_000, 0), Start);
        Assert.Equal(Start + TimeSpan.FromSeconds(10), _roster.Due);
        // So is a change of the list: each one goes to as many.
        _roster.Take(Tabs.List(1, 4, [Tabs.Tab("a")], unnamed: 20_000), Start);
        Assert.Equal(5, (_roster.Due!.Value - Start).TotalSeconds, 0.01);
    }

    [Fact]
    public void A_topic_whose_nodes_never_report_waits_for_nothing()
    {
        _roster.Gather(Start);

        Assert.Null(_roster.Next(Start + TimeSpan.FromSeconds(10), One));
        Assert.Null(_roster.Due);
    }

    [Fact]
    public void Who_only_left_is_told_of_a_second_later_so_that_a_page_loaded_again_was_never_away()
    {
        Settle();
        var left = Start + TimeSpan.FromMinutes(1);
        _roster.Take(Tabs.Changes(1, 2, [], ["a"], 0), left);
        Assert.Equal(left + TimeSpan.FromSeconds(1), _roster.Due);
        _roster.Take(Tabs.Changes(1, 3, [Tabs.Tab("a2", "a")], [], 1), left + TimeSpan.FromMilliseconds(900));

        var both = _roster.Next(left + TimeSpan.FromMilliseconds(900), One)!;
        Assert.Equal(("a2", "a"), (both.Joins.Refs(), both.Leaves.Joined()));
    }

    private RosterUpdate Next(int second) => _roster.Next(Start + TimeSpan.FromSeconds(second), Both)!;

    private void Settle()
    {
        _roster.Take(Tabs.List(1, 1, [Tabs.Tab("a")]), Start);
        Assert.Equal(RosterKind.List, _roster.Next(Start, One)!.Kind);
    }
}
