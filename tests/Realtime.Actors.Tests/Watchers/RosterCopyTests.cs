using Realtime.Actors.Watchers;

namespace Realtime.Actors.Tests.Watchers;

/// <summary>What a relay shows its browsers of an owner's updates.</summary>
public class RosterCopyTests
{
    private readonly RosterCopy _copy = new();

    [Fact]
    public void The_first_list_is_new_to_all_and_changes_follow()
    {
        Assert.True(Take(Tabs.Update(10, RosterKind.List, [Tabs.Tab("a")], [], 1)).IsNewList);
        var news = Take(Tabs.Update(11, RosterKind.Changes, [Tabs.Tab("b")], ["a"], 1));

        Assert.Equal((false, "b", "a"), (news.IsNewList, news.Joins.Refs(), news.Leaves.Refs()));
        Assert.Equal("b", _copy.Members.Refs());
        Assert.False(news.CountChanged || news.ListCountChanged);
    }

    [Fact]
    public void Of_a_new_owners_list_only_the_difference_is_shown()
    {
        Take(Tabs.Update(10, RosterKind.List, [Tabs.Tab("a"), Tabs.Tab("b")], [], 2));
        _copy.Forget();
        var news = Take(Tabs.Update(77, RosterKind.List, [Tabs.Tab("b"), Tabs.Tab("c")], [], 2));

        Assert.Equal((false, "c", "a"), (news.IsNewList, news.Joins.Refs(), news.Leaves.Refs()));
        Assert.Equal(77, _copy.Number);
    }

    [Fact]
    public void A_missing_update_is_a_gap_once_and_nothing_counts_before_a_list()
    {
        Take(Tabs.Update(10, RosterKind.List, [Tabs.Tab("a")], [], 1));
        Assert.Null(_copy.Take(Tabs.Update(12, RosterKind.Changes, [], ["a"], 0), out var gap));
        Assert.True(gap);
        Assert.Null(_copy.Take(Tabs.Update(13, RosterKind.Changes, [Tabs.Tab("b")], [], 1), out gap));
        Assert.False(gap);
        Assert.Equal("a", _copy.Members.Refs());

        var healed = Take(Tabs.Update(13, RosterKind.List, [Tabs.Tab("b")], [], 1));
        Assert.Equal(("b", "a"), (healed.Joins.Refs(), healed.Leaves.Refs()));
    }

    [Fact]
    public void A_list_that_shows_fewer_than_watch_comes_with_the_count_until_it_shows_all()
    {
        Assert.False(Take(Tabs.Update(1, RosterKind.List, [Tabs.Tab("a")], [], 1)).ListCountChanged);
        Assert.True(Take(Tabs.Update(2, RosterKind.Changes, [], [], 2)).ListCountChanged);
        Assert.True(Take(Tabs.Update(3, RosterKind.Changes, [Tabs.Tab("b")], [], 3)).ListCountChanged);
        Assert.True(Take(Tabs.Update(4, RosterKind.Changes, [], [], 2)).ListCountChanged);
        Assert.False(Take(Tabs.Update(5, RosterKind.Changes, [Tabs.Tab("c")], [], 3)).ListCountChanged);
    }

    [Fact]
    public void A_list_that_turns_into_a_count_is_empty_and_comes_back_whole()
    {
        Take(Tabs.Update(1, RosterKind.List, [Tabs.Tab("a")], [], 1));
        var count = Take(Tabs.Update(2, RosterKind.Numbers, [], [], 250));
        Assert.True(count.IsNewList && count.CountChanged && count.ListCountChanged && _copy.HidesSome);
        Assert.Empty(_copy.Members);
        Assert.False(Take(Tabs.Update(3, RosterKind.Numbers, [], [], 240)).IsNewList);

        var list = Take(Tabs.Update(4, RosterKind.List, Tabs.Many(140), [], 140));
        Assert.True(list.IsNewList && list.ListCountChanged && !_copy.HidesSome);
        Assert.Equal(140, _copy.Members.Count);
    }

    private RosterNews Take(RosterUpdate update)
    {
        var news = _copy.Take(update, out var gap);
        Assert.False(gap);
        return news!.Value;
    }
}
