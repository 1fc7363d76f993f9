using System.Collections.Immutable;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Polling;

/// <summary>What a node makes of the answers and failures of its store; times in seconds.</summary>
public class StoreStateTests
{
    private static readonly StoreTrouble Away = new(StoreFailure.Unavailable, "connection refused", IsForAll: true);
    private static readonly StoreTrouble Refused = new(StoreFailure.Statement, "no such column", IsForAll: false);
    private static readonly StoreTrouble Late = new(StoreFailure.Timeout, "no answer in time", IsForAll: false);

    private readonly StoreState _state = new(["a", "b", "c"]);

    [Fact]
    public void An_outage_is_told_once_with_all_data_sets_and_its_end_once_with_how_long_it_lasted()
    {
        var began = Assert.IsType<OutageBegan>(Assert.Single(Failed("a", Away, 1, 2)));
        Assert.Equal(["a", "b", "c"], began.DataSets.ToArray());
        Assert.Empty(Failed("b", Away, 1, 3));
        Assert.Empty(Failed("a", Away, 5, 6));
        Assert.Empty(Failed("c", Away with { Text = "shutting down" }, 5, 7));
        Assert.Equal(new FailingSince(Away, At(2), At(7)), _state.Report.Outage);

        Assert.Equal(new OutageEnded(At(10)), Assert.Single(Answered("b", 11, 12)));
        Assert.Empty(Answered("a", 11, 13));
        Assert.Empty(Answered("c", 11, 13));
        Assert.True(_state.Report.IsGood);
    }

    [Fact]
    public void An_answer_that_was_on_its_way_as_the_store_went_does_not_end_the_outage()
    {
        Failed("a", Away, 1, 2);
        Assert.Empty(Answered("b", 1, 3));
        Assert.NotNull(_state.Report.Outage);
    }

    [Fact]
    public void A_failure_that_was_on_its_way_as_the_store_came_back_begins_no_other_outage()
    {
        Failed("a", Away, 1, 2);
        Answered("b", 4, 5);
        Assert.Empty(Failed("c", Away, 3, 6));
        Assert.Null(_state.Report.Outage);
    }

    [Fact]
    public void A_second_outage_is_told_like_the_first()
    {
        Failed("a", Away, 1, 2);
        Answered("a", 3, 4);
        Assert.IsType<OutageBegan>(Assert.Single(Failed("a", Away, 5, 6)));
        Assert.IsType<OutageEnded>(Assert.Single(Answered("a", 7, 8)));
    }

    [Fact]
    public void A_data_set_that_alone_finds_the_store_away_fails_by_itself_and_is_no_outage_at_every_poll()
    {
        Failed("a", Away, 1, 2);
        Answered("b", 3, 4);
        Assert.Empty(Failed("a", Away, 5, 6));
        Assert.Equal("a", Assert.IsType<DataSetFails>(Assert.Single(Failed("a", Away, 7, 8))).DataSet);
        for (var second = 9; second < 30; second += 2)
        {
            Assert.Empty(Answered("b", second, second + 1));
            Assert.Empty(Failed("a", Away, second, second + 1));
        }

        Assert.Equal(["a"], _state.Report.DataSets.Select(d => d.Key).ToArray());
        Assert.Equal(new DataSetAnswers("a"), Assert.Single(Answered("a", 31, 32)));
        Assert.True(_state.Report.IsGood);
    }

    [Fact]
    public void A_faulty_data_set_has_lines_of_its_own_and_one_for_each_new_fault()
    {
        Assert.Equal(new DataSetFails("a", Refused), Assert.Single(Failed("a", Refused, 1, 2)));
        Assert.Empty(Failed("a", Refused, 3, 4));
        Assert.Equal(new DataSetFails("a", Late), Assert.Single(Failed("a", Late, 5, 6)));
        Assert.Empty(Answered("b", 5, 6));
        Assert.Equal(new FailingSince(Late, At(2), At(6)), Assert.Single(_state.Report.DataSets).Value);
        Assert.Equal(new DataSetAnswers("a"), Assert.Single(Answered("a", 7, 8)));
    }

    [Fact]
    public void A_fault_from_before_an_outage_is_not_told_again_after_it()
    {
        Failed("a", Refused, 1, 2);
        Failed("a", Away, 3, 4);
        Assert.IsType<OutageEnded>(Assert.Single(Failed("a", Refused, 5, 6)));
        Assert.Equal(new DataSetAnswers("a"), Assert.Single(Answered("a", 7, 8)));
    }

    [Fact]
    public void Silence_during_an_outage_is_told_only_where_it_outlasts_it()
    {
        Failed("a", Away, 1, 2);
        Assert.Empty(Failed("b", Late, 1, 3));
        Answered("a", 4, 5);
        Assert.Equal(new DataSetFails("b", Late), Assert.Single(Failed("b", Late, 6, 7)));
    }

    [Fact]
    public void An_as_of_time_that_is_refused_is_one_outage_for_all_data_sets()
    {
        var trouble = StoreTrouble.Of(new StoreException(StoreFailure.Statement, "no such table"), isAsOf: true);
        Assert.IsType<OutageBegan>(Assert.Single(Failed("a", trouble, 1, 2)));
        Assert.Empty(Failed("b", trouble, 1, 2));
        Assert.Matches("^statement failed \\(error [0-9a-f]{8}\\)$", trouble.Reason);
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);

    private ImmutableArray<StoreChange> Failed(string dataSet, StoreTrouble trouble, int asked, int now) => _state.Failed(dataSet, trouble, At(asked), At(now));

    private ImmutableArray<StoreChange> Answered(string dataSet, int asked, int now) => _state.Answered(dataSet, At(asked), At(now));
}
