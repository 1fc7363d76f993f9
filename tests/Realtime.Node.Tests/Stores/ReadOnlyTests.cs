using Npgsql;
using Realtime.Actors.Polling;
using Realtime.Node.Stores;
using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

/// <summary>What a poll may do to the store: read, and with the role of the handbook nothing else either.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadOnlyTests(PostgresFixture postgres)
{
    private static readonly DataSet Counts = StoreWorld.Table("select t.k as topic, count(v.k)::int as n from unnest($1) t (k) left join views v on v.k = t.k group by 1", "n");
    private static readonly DataSet Writes = StoreWorld.Table("with w as (insert into views select unnest($1) returning k) select k as topic, 1 as n from w", "n");

    [PostgresFact]
    public async Task A_data_set_that_writes_is_refused_by_the_store_even_as_its_owner()
    {
        var database = await DatabaseAsync();
        await using var store = StoreWorld.Postgres(database);
        var failure = await store.FailsAsync(StoreWorld.Batch(Writes, ["a"]));
        Assert.Equal(StoreFailure.Statement, failure.Failure);
        Assert.Contains("read-only transaction", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await PostgresServer.ScalarAsync(database, "select count(*) from views"));
    }

    [PostgresFact]
    public async Task Keys_that_are_SQL_drop_no_table()
    {
        var database = await DatabaseAsync();
        await using var store = StoreWorld.Postgres(database);
        await store.RunAsync(StoreWorld.Batch(Counts, ["'; drop table views; --", "a'); delete from views; --", "$1", "/* */ drop table views"]), CancellationToken.None);
        Assert.Equal(1L, await PostgresServer.ScalarAsync(database, "select count(*) from views"));
    }

    [PostgresFact]
    public async Task The_role_of_the_handbook_polls_and_can_do_nothing_else()
    {
        var database = await DatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        var role = $"reader_{Guid.NewGuid():N}";
        await PostgresServer.ExecuteAsync(database, $"""
            create role {role} login password 'secret' connection limit 100;
            revoke all on database {name} from public;
            revoke create on schema public from public;
            grant connect on database {name} to {role};
            grant usage on schema public to {role};
            grant select on views to {role};
            alter role {role} set default_transaction_read_only = on;
            alter role {role} set statement_timeout = '10s';
            """);
        var asRole = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "secret" }.ConnectionString;
        await using var store = StoreWorld.Postgres(asRole);
        var result = await store.RunAsync(StoreWorld.Batch(Counts, ["seen"]), CancellationToken.None);
        Assert.Equal(["[1]"], result.Rows("seen"));
        // Read-only is a default that a session may leave: the missing rights hold all the same.
        foreach (var order in (string[])["insert into views values ('x')", "delete from views", "create table mine (a int)", "create temp table mine (a int)", "select * from secrets"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.ExecuteAsync(asRole, "set default_transaction_read_only = off; " + order));
            Assert.Contains(refused.SqlState, (string[])[PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ReadOnlySqlTransaction]);
        }
    }

    private async Task<string> DatabaseAsync()
    {
        var database = await (await postgres.ServerAsync()).CreateDatabase("read_only");
        await PostgresServer.ExecuteAsync(database, "create table views (k text); insert into views values ('seen'); create table secrets (s text)");
        return database;
    }
}
