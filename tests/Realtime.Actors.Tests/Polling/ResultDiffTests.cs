using System.Globalization;
using CsCheck;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Polling;

public class ResultDiffTests
{
    private static readonly Gen<string[]> SomeRows = Gen.Int[0, 12].Select(i => $"[{i}]").Array[0, 10];

    [Fact]
    public void The_rows_of_a_table_are_the_same_in_any_order() => Gen.Select(SomeRows, Gen.Int).Sample((rows, seed) =>
    {
        var shuffled = rows.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.True(ResultDiff.Same(DataSetKind.Table, Results.Result(rows), Results.Result(shuffled)));
    });

    [Fact]
    public void Tables_are_the_same_exactly_when_their_rows_are() => Gen.Select(SomeRows, SomeRows).Sample((a, b) => Assert.Equal(
        a.Order(StringComparer.Ordinal).SequenceEqual(b.Order(StringComparer.Ordinal)),
        ResultDiff.Same(DataSetKind.Table, Results.Result(a), Results.Result(b))));

    [Theory]
    [InlineData(DataSetKind.Histogram)]
    [InlineData(DataSetKind.Series)]
    [InlineData(DataSetKind.Sampled)]
    internal void Another_order_of_buckets_or_points_is_a_change(DataSetKind kind) =>
        Assert.False(ResultDiff.Same(kind, Results.Result("[1]", "[2]"), Results.Result("[2]", "[1]")));

    [Fact]
    public void Another_column_is_a_change() =>
        Assert.False(ResultDiff.Same(DataSetKind.Table, Results.Result("[1]"), Results.Result("[1]") with { Columns = ["other"] }));

    [Fact]
    public void Only_points_after_the_last_one_are_appended_and_old_ones_leave_the_window()
    {
        var window = Points((10, "a"), (20, "b"));

        Assert.Equal("[20,\"b\"],[30,\"c\"]", ResultDiff.Append(window, Points((20, "again"), (30, "c")), horizon: 10).Text());
        Assert.Equal(ResultRows.Empty.Text(), ResultDiff.Append(window, ResultRows.Empty, horizon: 20).Text());
    }

    [Fact]
    public void Points_that_share_an_instant_are_all_kept()
    {
        var window = ResultDiff.Append(ResultRows.Empty, Points((10, "a"), (10, "b")), horizon: 0);

        Assert.Equal("[10,\"a\"],[10,\"b\"],[20,\"a\"],[20,\"b\"]", ResultDiff.Append(window, Points((20, "a"), (20, "b")), horizon: 0).Text());
    }

    [Fact]
    public void A_window_filled_poll_by_poll_equals_one_filled_at_once() => Gen.Select(Gen.Int[1, 9].Array[0, 40], Gen.Int[1, 5], Gen.Int[0, 100]).Sample((gaps, perPoll, horizon) =>
    {
        var time = 0L;
        var points = gaps.Select(gap => (time += gap, "p")).ToArray();
        var window = ResultRows.Empty;
        foreach (var poll in points.Chunk(perPoll)) window = ResultDiff.Append(window, Points(poll), horizon);

        Assert.Equal(Points([.. points.Where(p => p.Item1 > horizon)]).Text(), window.Text());
        Assert.Equal(points.Select(p => p.Item1).Where(t => t > horizon).Cast<long?>().LastOrDefault(), window.LastTime);
    });

    private static ResultRows Points(params (long Time, string Value)[] points) =>
        Results.Rows(points.Select(p => (string.Create(CultureInfo.InvariantCulture, $"[{p.Time},\"{p.Value}\"]"), (long?)p.Time)));
}
