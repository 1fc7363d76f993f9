using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsCheck;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Polling;

public class ResultDeltaTests
{
    private static readonly ImmutableArray<string> Columns = ["n", "country", "city"];

    [Fact]
    public void New_and_changed_rows_are_complete_and_those_that_went_are_named_by_their_key()
    {
        var delta = Between(Table("country", "city"), ["[1,\"US\",null]", "[2,\"CL\",\"x\"]", "[3,\"BR\",7]"], ["[5,\"BR\",8]", "[1,\"US\",null]", "[9,\"BR\",7]"])!;

        Assert.Equal("[5,\"BR\",8],[9,\"BR\",7]", delta.Upsert.Text());
        Assert.Equal("[\"CL\",\"x\"]", delta.Remove.Text());
    }

    [Fact]
    public void Keys_are_found_whatever_stands_before_them()
    {
        var delta = Between(Table("city"), ["[[1,[\"a,b]\"]],\"\\\"],\",\"k\"]", "[{\"a\":[1]},null,[2,3]]"], ["[[1,[\"a,b]\"]],\"\\\"],\",\"k\"]"])!;

        Assert.Equal(("", "[[2,3]]"), (delta.Upsert.Text(), delta.Remove.Text()));
    }

    [Fact]
    public void Rows_that_cannot_be_told_apart_have_no_delta()
    {
        Assert.Null(Between(Table(), ["[1,2,3]"], ["[2,2,3]"]));
        Assert.Null(Between(Table("unknown"), ["[1,2,3]"], ["[2,2,3]"]));
        Assert.Null(Between(Table("country"), ["[1,2,3]", "[1,2,4]"], ["[2,2,3]"]));
        Assert.Null(Between(Table("country"), ["[1,2,3]"], ["[2,2,3]", "[1,2,4]"]));
        Assert.Null(Between(Table("city"), ["[1,2]"], ["[2,2,3]"]));
        Assert.Null(ResultDelta.Between(Table("n"), new PollResult(["n"], Results.Rows("[1]")), new PollResult(["m"], Results.Rows("[1]"))));
        Assert.Null(Between(Series, [(1, "[1]"), (1, "[1]")], [(1, "[1]")]));
    }

    [Theory]
    [InlineData("b,a", false)]
    [InlineData("a,c,b", false)]
    [InlineData("a,b,c", true)]
    [InlineData("b", true)]
    [InlineData("c,d", true)]
    public void A_histogram_has_a_delta_only_while_its_buckets_keep_their_order(string after, bool has)
    {
        static PollResult Buckets(string names) => new(["bucket"], Results.Rows(names.Split(',').Select(n => ($"[\"{n}\"]", (long?)null))));

        var delta = ResultDelta.Between(Table("bucket") with { Kind = DataSetKind.Histogram }, Buckets("a,b"), Buckets(after));
        Assert.Equal(has, delta is not null);
    }

    [Fact]
    public void Snapshot_and_deltas_make_the_result_of_a_table() => Gen.Select(Gen.Int[0, 14], Gen.Int[0, 3]).Array[0, 12].Array[1, 8].Sample(results => Check(
        Table("n", "country"),
        [.. results.Select(rows => Results.Rows(rows.DistinctBy(r => r.Item1).Select(r => ($"[{r.Item1},\"k{r.Item1 % 3}\",{r.Item2}]", (long?)null))))],
        ordered: false));

    [Fact]
    public void Snapshot_and_deltas_make_the_result_of_a_histogram_in_its_order() => Gen.Select(Gen.Int[0, 6].Array[0, 6], Gen.Bool).Array[1, 8].Sample(results => Check(
        Table("country") with { Kind = DataSetKind.Histogram },
        [.. results.Select(r => Results.Rows((r.Item2 ? r.Item1.Order() : r.Item1.AsEnumerable()).Distinct().Select(bucket => ($"[{r.Item1.Length},{bucket},0]", (long?)null))))],
        ordered: true));

    [Fact]
    public void Snapshot_and_deltas_make_the_window_of_a_series() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 30]).Array[1, 10].Sample(steps =>
    {
        var (windows, window, time) = (new List<ResultRows>(), ResultRows.Empty, 1_000L);
        foreach (var (points, horizon) in steps)
        {
            var newer = Results.Rows(Enumerable.Range(1, points).Select(i => Point(time + (3 * i))));
            time += 3 * points;
            windows.Add(window = ResultDiff.Append(window, newer, time - horizon));
        }

        Check(Series, windows, ordered: true);
    });

    private static readonly DataSet Series = Results.Series() with { TimeColumn = "country" };

    private static DataSet Table(params string[] key) => Results.Table() with { Key = [.. key] };

    private static (string, long?) Point(long time) => (string.Create(CultureInfo.InvariantCulture, $"[{time % 7},{time},0]"), time);

    private static RowDelta? Between(DataSet dataSet, string[] before, string[] after) => ResultDelta.Between(
        dataSet, new PollResult(Columns, Results.Rows(before.Select(r => (r, (long?)null)))), new PollResult(Columns, Results.Rows(after.Select(r => (r, (long?)null)))));

    private static RowDelta? Between(DataSet dataSet, (long Time, string Row)[] before, (long Time, string Row)[] after) => ResultDelta.Between(
        dataSet, new PollResult(["country"], Results.Rows(before.Select(r => (r.Row, (long?)r.Time)))), new PollResult(["country"], Results.Rows(after.Select(r => (r.Row, (long?)r.Time)))));

    /// <summary>A client that takes a delta wherever there is one has the rows of each result after it.</summary>
    private static void Check(DataSet dataSet, List<ResultRows> results, bool ordered)
    {
        var client = new ClientRows();
        for (var i = 0; i < results.Count; i++)
        {
            var delta = i == 0 ? null : ResultDelta.Between(dataSet, new PollResult(Columns, results[i - 1]), new PollResult(Columns, results[i]));
            client.Take(delta is null ? Frames.SnapshotOf(dataSet, Columns, results[i], i).Json() : Frames.DeltaOf(delta, i - 1, i).Json());
            string[] expected = [.. Enumerable.Range(0, results[i].Count).Select(r => Encoding.UTF8.GetString(results[i].Row(r)))];
            var rows = client.Rows;
            if (!ordered) Array.ForEach([expected, rows], shown => Array.Sort(shown, StringComparer.Ordinal));
            Assert.Equal(expected, rows);
        }

        Assert.Equal(0, client.Unusable);
    }
}
