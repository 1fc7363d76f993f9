using System.Text.Json;
using Npgsql;
using Realtime.Actors.Polling;
using Realtime.Node.Stores;
using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

/// <summary>The pack that watches PostgreSQL itself, on a server that is at work.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresPackTests(PostgresFixture postgres)
{
    private static readonly Pack Pack = StoreWorld.ReadPack("postgres", "postgres");

    private static async Task<JsonElement[]> PollAsync(PostgresStore store, string dataSet, string topic)
    {
        var time = await store.AsOfAsync(CancellationToken.None);
        var batch = StoreWorld.Batch(Pack.DataSets.Single(d => d.Name == dataSet), [topic, "no such database"], time.AsOf);
        var result = await store.RunAsync(batch, CancellationToken.None);
        Assert.Empty(result.Rows("no such database"));
        // Rows as objects, so that tests name columns.
        return [.. result.Rows(topic).Select(row => JsonSerializer.SerializeToElement(
            JsonSerializer.Deserialize<JsonElement[]>(row)!.Zip(result.Columns).ToDictionary(pair => pair.Second, pair => pair.First)))];
    }

    [PostgresFact]
    public async Task Databases_are_topics()
    {
        var server = await postgres.ServerAsync();
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabase("listed")).Database;
        await using var store = StoreWorld.Postgres(server.ConnectionString, Pack);
        var topics = await store.TopicsAsync(1000, CancellationToken.None);
        Assert.Contains(database, topics);
        Assert.Contains("postgres", topics);
        Assert.DoesNotContain("template0", topics);
    }

    [PostgresFact]
    public async Task Its_numbers_change_when_statements_run()
    {
        var server = await postgres.ServerAsync();
        var target = await server.CreateDatabase("busy");
        var topic = new NpgsqlConnectionStringBuilder(target).Database!;
        // The poller sits in another database: one connection answers for all of them.
        await using var store = StoreWorld.Postgres(server.ConnectionString, Pack);
        Assert.Empty(await PollAsync(store, "longest_running_statements", topic));
        Assert.All(await PollAsync(store, "statement_age", topic), row => Assert.Equal(0, row.GetProperty("statements").GetInt32()));
        Assert.Empty(await PollAsync(store, "activity_by_state", topic));
        var before = Assert.Single(await PollAsync(store, "throughput", topic)).GetProperty("commits_total").GetInt64();

        await using (var source = NpgsqlDataSource.Create(target + ";Application Name=reporting"))
        await using (var connection = await source.OpenConnectionAsync())
        await using (var command = new NpgsqlCommand("select pg_sleep(60)\n  /* a long report, " + new string('x', 200) + " */", connection))
        {
            using var cancel = new CancellationTokenSource();
            var report = command.ExecuteNonQueryAsync(cancel.Token);
            await Eventually.HoldsAsync(async () => (await PollAsync(store, "longest_running_statements", topic)).Length == 1, "the report is on the list");

            var longest = Assert.Single(await PollAsync(store, "longest_running_statements", topic));
            Assert.Equal("reporting", longest.GetProperty("application").GetString());
            var text = longest.GetProperty("statement").GetString()!;
            Assert.StartsWith("select pg_sleep(60) /* a long report", text);
            Assert.Equal(120, text.Length);
            var active = Assert.Single(await PollAsync(store, "activity_by_state", topic));
            Assert.Equal(("active", "reporting", 1), (active.GetProperty("state").GetString(), active.GetProperty("application").GetString(), active.GetProperty("sessions").GetInt32()));
            var ages = await PollAsync(store, "statement_age", topic);
            Assert.Equal(8, ages.Length);
            Assert.Equal(1, ages.Sum(row => row.GetProperty("statements").GetInt32()));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => report);
        }

        await PostgresServer.ExecuteAsync(target, "create table t (n int)");
        await PostgresServer.ExecuteAsync(target, "insert into t select generate_series(1, 1000)");
        // The server adds up a session's statistics when it ends.
        NpgsqlConnection.ClearAllPools();
        await Eventually.HoldsAsync(async () =>
        {
            var point = Assert.Single(await PollAsync(store, "throughput", topic));
            return point.GetProperty("commits_total").GetInt64() > before && point.GetProperty("rows_written_total").GetInt64() >= 1000;
        }, "commits and rows are counted");
    }

    [PostgresFact]
    public async Task A_sampled_point_is_of_the_as_of_time()
    {
        var server = await postgres.ServerAsync();
        await using var store = StoreWorld.Postgres(server.ConnectionString, Pack);
        var sampled = Pack.DataSets.Single(d => d.Kind == DataSetKind.Sampled);
        var result = await store.RunAsync(StoreWorld.Batch(sampled, ["postgres"], StoreWorld.Noon), CancellationToken.None);
        Assert.Equal(StoreWorld.Noon.ToUnixTimeMilliseconds(), result.Rows["postgres"].LastTime);
    }

    [PostgresFact]
    public async Task It_works_for_a_role_that_has_only_pg_monitor()
    {
        var server = await postgres.ServerAsync();
        await PostgresServer.ExecuteAsync(server.ConnectionString, "drop role if exists watcher; create role watcher login in role pg_monitor");
        await using var store = StoreWorld.Postgres(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "watcher" }.ConnectionString, Pack);
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Application Name=other");
        await using var other = await source.OpenConnectionAsync();
        var rows = await PollAsync(store, "activity_by_state", "postgres");
        Assert.Contains(rows, row => row.GetProperty("application").GetString() == "other" && row.GetProperty("state").GetString() == "idle");
    }
}
