using System.Diagnostics;
using Realtime.Actors.Polling;
using Realtime.Node.Stores;
using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresStoreTests(PostgresFixture postgres)
{
    private static readonly DataSet Sleep = StoreWorld.Table("select 'a' as topic, pg_sleep(60)::text as slept where $1 is not null", "slept");
    private static readonly DataSet One = StoreWorld.Table("select 'a' as topic, 1 as one where $1 is not null", "one");

    private static string Running(string comment) => $"select count(*)::int from pg_stat_activity where state = 'active' and query like '/* {comment} */%'";

    private static async Task<bool> RunsAsync(PostgresServer server, string comment) =>
        (int)(await PostgresServer.ScalarAsync(server.ConnectionString, Running(comment)))! > 0;

    [PostgresFact]
    public async Task Cancelling_ends_the_statement_in_the_server()
    {
        var server = await postgres.ServerAsync();
        await using var store = StoreWorld.Postgres(server.ConnectionString);
        using var cancel = new CancellationTokenSource();
        var run = store.RunAsync(StoreWorld.Batch(Sleep, ["a"]) with { Comment = "to be cancelled" }, cancel.Token);
        await Eventually.HoldsAsync(() => RunsAsync(server, "to be cancelled"), "the statement runs");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.HoldsAsync(async () => !await RunsAsync(server, "to be cancelled"), "the statement has ended");
        Assert.Single((await store.RunAsync(StoreWorld.Batch(One, ["a"]), CancellationToken.None)).Rows);
    }

    [PostgresFact]
    public async Task A_statement_that_takes_too_long_is_ended_by_the_server()
    {
        var server = await postgres.ServerAsync();
        await using var store = StoreWorld.Postgres(server.ConnectionString, options: new StoreOptions { StatementTimeout = TimeSpan.FromMilliseconds(300) });
        var failure = await store.FailsAsync(StoreWorld.Batch(Sleep, ["a"]) with { Comment = "too long" });
        Assert.Equal(StoreFailure.Timeout, failure.Failure);
        Assert.Contains("57014", failure.Message);
        Assert.False(await RunsAsync(server, "too long"));
    }

    [PostgresFact]
    public async Task An_unreachable_server_is_unavailable_at_once()
    {
        await using var store = StoreWorld.Postgres($"Host=127.0.0.1;Port={FreePort.Next()};Username=x;Database=somewhere");
        var waited = Stopwatch.StartNew();
        var failure = await store.FailsAsync(StoreWorld.Batch(One, ["a"]));
        Assert.Equal(StoreFailure.Unavailable, failure.Failure);
        Assert.Contains("somewhere", failure.Message);
        Assert.Contains("refused", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(2), $"took {waited.Elapsed}");
        Assert.Equal(StoreFailure.Unavailable, (await Assert.ThrowsAsync<StoreException>(() => store.AsOfAsync(CancellationToken.None))).Failure);
    }

    [PostgresFact]
    public async Task A_missing_database_or_role_is_unavailable_and_named()
    {
        var server = await postgres.ServerAsync();
        await using var store = StoreWorld.Postgres(server.ConnectionStringTo("not_there"));
        var failure = await store.FailsAsync(StoreWorld.Batch(One, ["a"]));
        Assert.Equal(StoreFailure.Unavailable, failure.Failure);
        Assert.Contains("not_there", failure.Message);
    }

    [PostgresFact]
    public async Task A_server_that_restarts_is_used_again()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var store = StoreWorld.Postgres(server.ConnectionString);
        var batch = StoreWorld.Batch(One, ["a"]);
        Assert.Single((await store.RunAsync(batch, CancellationToken.None)).Rows);
        await server.StopAsync();
        Assert.Equal(StoreFailure.Unavailable, (await store.FailsAsync(batch)).Failure);
        Assert.Equal(StoreFailure.Unavailable, (await store.FailsAsync(batch)).Failure);
        await server.StartAsync();
        Assert.Single((await store.RunAsync(batch, CancellationToken.None)).Rows);
    }

    [PostgresFact]
    public async Task Connections_have_the_settings_of_a_poller_and_never_write()
    {
        var server = await postgres.ServerAsync();
        var database = await server.CreateDatabase();
        await PostgresServer.ExecuteAsync(database, "create table kept (n int); insert into kept values (1)");
        await using var store = StoreWorld.Postgres(database + ";Options=-c work_mem=96MB");
        var settings = StoreWorld.Table(
            "select 'a' as topic, name, setting from pg_settings where $1 is not null and name in "
            + "('plan_cache_mode', 'work_mem', 'jit', 'statement_timeout', 'default_transaction_read_only', 'application_name') order by name", "name");
        var rows = (await store.RunAsync(StoreWorld.Batch(settings, ["a"]), CancellationToken.None)).Rows("a");
        Assert.Equal(
            [
                """["application_name","realtime-node"]""", """["default_transaction_read_only","on"]""", """["jit","off"]""",
                """["plan_cache_mode","force_custom_plan"]""", """["statement_timeout","4000"]""", """["work_mem","98304"]""",
            ], rows);
        var write = StoreWorld.Table("with gone as (delete from kept returning n) select 'a' as topic, n from gone where $1 is not null", "n");
        Assert.Contains("25006", (await store.FailsAsync(StoreWorld.Batch(write, ["a"]))).Message);
        Assert.Equal(1L, await PostgresServer.ScalarAsync(database, "select count(*) from kept"));
    }

    [PostgresFact]
    public async Task No_more_connections_are_used_than_allowed()
    {
        var server = await postgres.ServerAsync();
        var name = $"bounded {Guid.NewGuid():N}";
        await using var store = StoreWorld.Postgres(server.ConnectionString + $";Application Name={name}", options: new StoreOptions { MaxConcurrency = 2 });
        var doze = StoreWorld.Table("select 'a' as topic, pg_sleep(0.05)::text as slept where $1 is not null", "slept");
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => store.RunAsync(StoreWorld.Batch(doze, ["a"]), CancellationToken.None)));
        Assert.Equal(2, await PostgresServer.ScalarAsync(server.ConnectionString, $"select count(*)::int from pg_stat_activity where application_name = '{name}'"));
    }

    [Fact]
    public void A_connection_string_without_a_host_is_refused_at_start() =>
        Assert.Throws<ArgumentException>(() => StoreWorld.Postgres("Database=x"));
}
