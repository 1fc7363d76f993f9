using System.Text.Json;
using Realtime.Actors.Polling;
using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class VideoPackTests(PostgresFixture postgres)
{
    private static readonly string[] SomeKeys = ["p0", "p1", "p2"];

    private static DataSet Find(string dialect, string name) => StoreWorld.ReadPack("video", dialect).DataSets.Single(dataSet => dataSet.Name == name);

    [PostgresFact]
    public async Task Both_stores_give_the_same_rows_for_every_data_set()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 12);
        var keys = Enumerable.Range(0, 12).Select(i => $"p{i}").Append("nobody").ToArray();
        foreach (var dataSet in StoreWorld.ReadPack("video", "postgres").DataSets)
        {
            var left = await world.Postgres.RunAsync(StoreWorld.Batch(dataSet, keys), CancellationToken.None);
            var right = await world.Duck.RunAsync(StoreWorld.Batch(Find("duckdb", dataSet.Name), keys), CancellationToken.None);
            Assert.Equal(left.Columns.ToArray(), right.Columns.ToArray());
            Assert.NotEmpty(left.Rows("p0"));
            Assert.Empty(left.Rows("nobody"));
            foreach (var key in keys)
            {
                // Tables have no order; points do.
                if (dataSet.HasWindow) Assert.Equal(left.Rows(key), right.Rows(key));
                else Assert.Equal(left.Rows(key).Order().ToArray(), right.Rows(key).Order().ToArray());
            }
        }
    }

    [PostgresFact]
    public async Task One_topic_and_a_thousand_give_the_same_rows_per_topic()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 1000, viewsEach: 4);
        var keys = Enumerable.Range(0, 1000).Select(i => $"p{i}").ToArray();
        foreach (var (store, dialect) in new[] { ((IDataStore)world.Postgres, "postgres"), (world.Duck, "duckdb") })
        {
            foreach (var dataSet in StoreWorld.ReadPack("video", dialect).DataSets)
            {
                var all = await store.RunAsync(StoreWorld.Batch(dataSet, keys), CancellationToken.None);
                Assert.Equal(1000, all.Rows.Count);
                foreach (var key in new[] { "p0", "p500", "p999" })
                {
                    var one = await store.RunAsync(StoreWorld.Batch(dataSet, [key]), CancellationToken.None);
                    Assert.Equal(one.Rows(key).Order(), all.Rows(key).Order());
                }
            }
        }
    }

    [PostgresFact]
    public async Task Who_paused_failed_left_or_rebuffers_for_long_is_no_viewer()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 3);
        var expected = Enumerable.Range(0, 29)
            .Count(v => v % 11 != 10 && !(v % 6 != 1 && v % 7 == 2) && !(v % 6 == 1 && v % 12 == 1));
        var result = await world.Postgres.RunAsync(StoreWorld.Batch(Find("postgres", "concurrent_viewers_by_country"), SomeKeys), CancellationToken.None);
        var viewers = result.Rows("p0").Select(row => JsonDocument.Parse(row).RootElement[1].GetInt32()).Sum();
        Assert.Equal(expected, viewers);
        var series = await world.Postgres.RunAsync(StoreWorld.Batch(Find("postgres", "time_series"), SomeKeys), CancellationToken.None);
        Assert.Equal(expected, JsonDocument.Parse(series.Rows("p0")[^1]).RootElement[1].GetInt32());
    }

    [PostgresFact]
    public async Task A_series_has_no_gaps_and_later_gives_only_newer_points()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 3);
        foreach (var (store, dialect) in new[] { ((IDataStore)world.Postgres, "postgres"), (world.Duck, "duckdb") })
        {
            var series = Find(dialect, "time_series");
            var first = await store.RunAsync(StoreWorld.Batch(series, SomeKeys), CancellationToken.None);
            var rows = first.Rows["p1"];
            Assert.Equal(360, rows.Count);
            Assert.Equal(StoreWorld.Noon.ToUnixTimeMilliseconds(), rows.LastTime);
            for (var i = 1; i < rows.Count; i++) Assert.Equal(5000, rows.Time(i) - rows.Time(i - 1));
            var missed = first.Rows("p1")[360 - VideoWorld.Buckets + VideoWorld.MissedBucket];
            Assert.EndsWith("null,null,null,null,null,null,null,null,null]", missed);

            // Each topic has its own last point; p2 has none newer.
            var later = await store.RunAsync(
                StoreWorld.Batch(series, SomeKeys, since: [StoreWorld.Noon.AddSeconds(-10), null, StoreWorld.Noon]), CancellationToken.None);
            Assert.Equal(first.Rows("p0")[^2..], later.Rows("p0"));
            Assert.Equal(360, later.Rows["p1"].Count);
            Assert.Empty(later.Rows("p2"));
        }
    }

    [PostgresFact]
    public async Task Startup_times_are_those_of_the_window()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 3);
        var result = await world.Duck.RunAsync(StoreWorld.Batch(Find("duckdb", "startup_time"), SomeKeys), CancellationToken.None);
        var starts = result.Rows("p0").Select(row => JsonDocument.Parse(row).RootElement).OrderBy(row => row[0].GetInt32()).ToArray();
        // 39 buckets after the first; per bucket 1 below 100 ms, 1 below 500, 2 below 1000 and 1 past 15 s.
        Assert.Equal([39L, 39, 78, 0, 0, 0, 0, 39], starts.Select(row => row[2].GetInt64()));
        Assert.Equal(["100", "500", "1000", "2000", "5000", "10000", "15000", "null"], starts.Select(row => row[1].GetRawText()));
    }

    [PostgresFact]
    public async Task The_as_of_time_is_the_last_complete_bucket_and_the_busiest_topics_come_first()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 5);
        await world.ExecuteBothAsync("delete from live_view where property = 'p3' and state = 1");
        foreach (var store in new IDataStore[] { world.Postgres, world.Duck })
        {
            Assert.Equal(StoreWorld.Noon, (await store.AsOfAsync(CancellationToken.None)).AsOf);
            Assert.Equal(["p0", "p1", "p2", "p4", "p3"], (await store.TopicsAsync(100, CancellationToken.None)).ToArray());
            Assert.Equal(["p0", "p1"], (await store.TopicsAsync(2, CancellationToken.None)).ToArray());
        }
    }

    [PostgresFact]
    public async Task A_store_without_a_complete_bucket_tells_its_own_time()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 1);
        await world.ExecuteBothAsync("delete from watermark");
        foreach (var store in new IDataStore[] { world.Postgres, world.Duck })
        {
            var time = await store.AsOfAsync(CancellationToken.None);
            Assert.Equal(time.Clock, time.AsOf);
            Assert.InRange(TimeProvider.System.GetUtcNow() - time.Clock, TimeSpan.FromSeconds(-5), Eventually.Deadline);
        }
    }

    [PostgresFact]
    public async Task A_bucket_rolled_up_twice_or_late_changes_nothing_and_old_hours_go()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 2);
        const string Ticks = "select count(*) from tick_5s";
        var before = await world.CountPostgresAsync(Ticks);
        await world.RollUpAsync(StoreWorld.Noon.AddSeconds(4));
        await world.RollUpAsync(StoreWorld.Noon.AddMinutes(-10));
        Assert.Equal(before, await world.CountPostgresAsync(Ticks));
        Assert.Equal(StoreWorld.Noon, (await world.Duck.AsOfAsync(CancellationToken.None)).AsOf);

        const string Partitions = "select count(*) from pg_inherits where inhparent = 'tick_5s'::regclass";
        await world.RollUpAsync(StoreWorld.Noon.AddHours(20));
        Assert.Equal(3, await world.CountPostgresAsync(Partitions));
        await world.RollUpAsync(StoreWorld.Noon.AddHours(30));
        Assert.Equal(2, await world.CountPostgresAsync(Partitions));
        Assert.Equal(4, await world.CountPostgresAsync(Ticks));
    }

    [PostgresFact]
    public async Task Rival_schedulers_write_a_bucket_once()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 2);
        var before = await world.CountPostgresAsync("select count(*) from tick_5s");
        const string RollUp = "select count(*) from rollup_5s('2030-05-06 13:00:01+00')";
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.CountPostgresAsync(RollUp)));
        Assert.Equal(before + 2, await world.CountPostgresAsync("select count(*) from tick_5s"));
    }

    [PostgresFact]
    public async Task A_long_reader_does_not_hold_up_the_rollup()
    {
        await using var world = await VideoWorld.CreateAsync(await postgres.ServerAsync(), properties: 2);
        const string Partitions = "select count(*) from pg_inherits where inhparent = 'tick_5s'::regclass";
        await using (await world.ReadInTransactionAsync("select count(*) from tick_5s"))
        {
            // A new hour is attached; the old ones are in use and stay for now.
            await world.RollUpAsync(StoreWorld.Noon.AddHours(30));
            Assert.Equal(3, await world.CountPostgresAsync(Partitions));
        }

        await world.RollUpAsync(StoreWorld.Noon.AddHours(30).AddSeconds(5));
        Assert.Equal(1, await world.CountPostgresAsync(Partitions));
    }
}
