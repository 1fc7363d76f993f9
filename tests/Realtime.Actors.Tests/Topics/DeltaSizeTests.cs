using System.Globalization;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Xunit.Abstractions;

namespace Realtime.Actors.Tests.Topics;

/// <summary>What a delta saves of the bytes that a browser gets each interval, envelope included.</summary>
public class DeltaSizeTests(ITestOutputHelper output)
{
    private const long T = 1_790_000_000_000;
    private readonly Random _random = new(7);

    [Fact]
    public void Five_percent_of_a_tables_rows_cost_at_most_twelve_percent_of_it()
    {
        var rows = Enumerable.Range(0, 120).Select(Country).ToArray();
        var before = rows.ToArray();
        foreach (var changed in (int[])[3, 30, 47, 71, 88, 119]) rows[changed] = Country(changed);

        AssertSmall(Results.Table(), ["country", "viewers", "rebuffering_pct", "kbps"], Results.Rows(before.Select(r => (r, (long?)null))), Results.Rows(rows.Select(r => (r, (long?)null))));
    }

    [Fact]
    public void One_new_point_of_half_an_hour_costs_at_most_twelve_percent_of_it()
    {
        var before = Results.Rows(Enumerable.Range(0, 360).Select(i => Point(T + (i * 5_000L))));
        var after = ResultDiff.Append(before, Results.Rows([Point(T + (360 * 5_000L))]), T);

        var delta = AssertSmall(Results.Series("viewers", windowSeconds: 1800), ["at", "viewers", "starting", "rebuffering", "paused", "kbps", "attempts", "exits"], before, after);
        Assert.Equal($"[[{T}]]", delta.Payload.Json().Text("remove"));
    }

    /// <summary>Result and change travel together, in a message that holds 1 MB: a result that fits must not be lost for the sake of its change.</summary>
    [Theory]
    [InlineData(6_000, true)]
    [InlineData(10_000, false)]
    public void A_change_goes_along_only_where_both_fit_into_one_message(int rows, bool fits)
    {
        var before = Enumerable.Range(0, rows).Select(Wide).ToArray();
        var after = before.Select((row, i) => i < rows * 3 / 4 ? Wide(i) : row).ToArray();

        var track = new DataSetTrack(Frames.Key, Results.Table(), new PollClock(new BeatSchedule(5_000, 0)), "e1");
        Take(T, before);
        var frame = Take(T + 5_000, after);

        Assert.Equal(fits, frame.Delta is not null);
        Assert.InRange(frame.Payload.Length + (frame.Delta?.Payload.Length ?? 0), 1, 1_000_000);

        string Wide(int i) => $"[\"country {i:00000}\",\"{new string('x', 30)}{_random.Next(1_000_000)}\"]";

        DataFrame Take(long now, string[] rows) => track.Frame(
            new PollChanged("viewers", track.Clock.Begin(now), DateTimeOffset.FromUnixTimeMilliseconds(now), new PollResult(["country", "text"], Results.Rows(rows.Select(r => (r, (long?)null))))),
            now, 0, withDelta: true);
    }

    private FrameDelta AssertSmall(DataSet dataSet, string[] columns, ResultRows before, ResultRows after)
    {
        var track = new DataSetTrack(Frames.Key, dataSet, new PollClock(new BeatSchedule(5_000, 0)), "3f9a17c2");
        track.Frame(Changed(T, before), T, 0, withDelta: true);
        var frame = track.Frame(Changed(T + 5_000, after), T + 5_000, 0, withDelta: true);
        var ratio = (double)frame.Delta!.Payload.Length / frame.Payload.Length;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{dataSet.Kind}: delta {frame.Delta.Payload.Length} bytes, snapshot {frame.Payload.Length}: {ratio:P1}"));
        Assert.InRange(ratio, 0, 0.12);
        return frame.Delta;

        PollChanged Changed(long now, ResultRows rows) => new("viewers", track.Clock.Begin(now), DateTimeOffset.FromUnixTimeMilliseconds(now), new PollResult([.. columns], rows));
    }

    /// <summary>A row as the video pack's table of countries has it.</summary>
    private string Country(int i) => string.Create(
        CultureInfo.InvariantCulture, $"[\"{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}\",{_random.Next(10, 30_000)},{_random.Next(0, 100) / 10.0},{_random.Next(1000, 6000)}]");

    private (string, long?) Point(long at) => (string.Create(
        CultureInfo.InvariantCulture, $"[{at},{_random.Next(20_000, 30_000)},{_random.Next(300)},{_random.Next(200)},{_random.Next(500)},{_random.Next(1000, 6000)},{_random.Next(900)},{_random.Next(900)}]"), at);
}
