using System.Collections.Immutable;
using System.Text.Json;
using Realtime.Actors.Polling;
using Realtime.Node.Demo;
using Realtime.Node.Stores.Packs;

namespace Realtime.Node.Tests.Demo;

/// <summary>What a first page shows of the demo: the video pack's data sets over what the simulator wrote into a real store.</summary>
public abstract class VideoPackDemoTests
{
    private const long Start = DemoWorld.PeriodStart + 123_456;

    /// <summary>The folder that <c>datasets/</c> was copied to.</summary>
    protected static string BaseFolder => AppContext.BaseDirectory;

    /// <summary>The folder of the video pack.</summary>
    protected static string PackFolder => Path.Combine(BaseFolder, "datasets", "video");

    private protected static DemoOptions Options => DemoWorld.Small;

    /// <summary>The pack in a store's dialect.</summary>
    protected static Pack ReadPack(string dialect)
    {
        var reading = PackReader.Read("video", dialect, BaseFolder);
        Assert.Empty(reading.Faults);
        return reading.Pack!;
    }

    private protected static async Task A_first_page_is_full_and_moves(IViewSink sink, IDataStore store, Pack pack)
    {
        var time = new DelayedTime(DateTimeOffset.FromUnixTimeMilliseconds(Start));
        using var simulator = new ViewerSimulator(sink, Options, time, new LogLines());
        await simulator.StartAsync(CancellationToken.None);
        var delay = await time.NextDelayAsync();

        var before = await PollAsync(store, pack);
        Assert.All(before.Values, rows => Assert.NotEmpty(rows));
        FullSeries(before["time_series"]);
        Assert.Equal(8, before["startup_time"].Length);
        Assert.Equal(10, before["top_concurrent_video_title"].Length);

        // One write later: what is read of live views differs. One bucket later: all of it.
        await time.PassAsync(delay, waits: 2);
        var soon = await PollAsync(store, pack);
        Assert.NotEqual(Text(before["concurrent_viewers_by_country"]), Text(soon["concurrent_viewers_by_country"]));

        await time.PassAsync(TimeSpan.FromSeconds(1), waits: 8);
        var later = await PollAsync(store, pack);
        Assert.All(later, set => Assert.NotEqual(Text(before[set.Key]), Text(set.Value)));
        FullSeries(later["time_series"]);
        Assert.True(later["time_series"][^1][0].GetInt64() > before["time_series"][^1][0].GetInt64());

        await simulator.StopAsync(CancellationToken.None);
    }

    private protected static async Task A_second_run_goes_on_where_the_first_ended(Func<IViewSink> open, IDataStore store, Pack pack)
    {
        await using (var first = open())
        {
            await BeginAsync(first, Start);
        }

        var between = await PollAsync(store, pack);
        await using var second = open();
        var before = await BeginAsync(second, Start + 60_000);
        Assert.Equal(TickRow.BucketOf(Start), before.WatermarkMs);
        Assert.Equal(Options.Properties, before.Counters.Count);

        var after = await PollAsync(store, pack);
        FullSeries(after["time_series"]);
        // No view of the first run is counted beside those of the second, and no starts pile up where the runs meet.
        Assert.InRange(Sum(after["concurrent_viewers_by_country"], 1), 0, 1.5 * Sum(between["concurrent_viewers_by_country"], 1));
        Assert.All(after["time_series"], point => Assert.InRange(point[6].GetInt64(), 0, 60));
    }

    private protected static async Task A_full_state_replaces_the_one_before(IViewSink sink, Func<Task<long>> countViews)
    {
        await sink.BeginAsync(CancellationToken.None);
        var audience = DemoWorld.At(0);
        var first = audience.Views.All.ToArray();
        await sink.WriteAsync(new ViewBatch(first, [], Replace: true, Bucket: null, audience.Counters), CancellationToken.None);
        Assert.Equal(first.Length, await countViews());

        // Most views are in both, with the same keys; what ended in between was never deleted one by one.
        audience.Advance(audience.Now + 60_000);
        var second = audience.Views.All.ToArray();
        await sink.WriteAsync(new ViewBatch(second, [], Replace: true, Bucket: null, audience.Counters), CancellationToken.None);
        Assert.Equal(second.Length, await countViews());
        Assert.InRange(first.Select(view => view.Id).Intersect(second.Select(view => view.Id)).Count(), first.Length / 2, first.Length - 1);
    }

    /// <summary>Does what the simulator does until it has written its first bucket.</summary>
    private static async Task<StoredHistory> BeginAsync(IViewSink sink, long now)
    {
        var before = await sink.BeginAsync(CancellationToken.None);
        var (audience, history) = MidEvent.Begin(Options, now, before);
        await sink.BackfillAsync(history, CancellationToken.None);
        await sink.WriteAsync(new ViewBatch([.. audience.Views.All], [], Replace: true, TickRow.BucketOf(now), audience.Counters), CancellationToken.None);
        return before;
    }

    /// <summary>30 minutes, a point each 5 s, none of them null.</summary>
    private static void FullSeries(JsonElement[][] points)
    {
        Assert.Equal(360, points.Length);
        for (var i = 1; i < points.Length; i++) Assert.Equal(5_000, points[i][0].GetInt64() - points[i - 1][0].GetInt64());
        Assert.All(points, point => Assert.All(point, value => Assert.Equal(JsonValueKind.Number, value.ValueKind)));
        Assert.All(points, point => Assert.True(point[1].GetInt32() > 0));
    }

    private static async Task<Dictionary<string, JsonElement[][]>> PollAsync(IDataStore store, Pack pack)
    {
        var asOf = (await store.AsOfAsync(CancellationToken.None)).AsOf;
        var results = new Dictionary<string, JsonElement[][]>();
        foreach (var set in pack.DataSets)
        {
            ImmutableArray<DateTimeOffset?> since = set.HasWindow ? [null] : [];
            var result = await store.RunAsync(new PollBatch(set, ["acme"], since, asOf, "demo test"), CancellationToken.None);
            var rows = result.Rows["acme"];
            results[set.Name] = JsonSerializer.Deserialize<JsonElement[][]>($"[{System.Text.Encoding.UTF8.GetString(rows.Json.Span)}]")!;
        }

        return results;
    }

    private static string Text(JsonElement[][] rows) => string.Join(';', rows.Select(row => string.Join(',', row.Select(value => value.GetRawText()))));

    private static double Sum(JsonElement[][] rows, int column) => rows.Sum(row => row[column].GetDouble());
}
