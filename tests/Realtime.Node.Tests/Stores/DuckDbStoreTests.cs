using DuckDB.NET.Data;
using Realtime.Actors.Polling;
using Realtime.Node.Stores;
using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

public sealed class DuckDbStoreTests
{
    private static readonly DataSet One = StoreWorld.Table("select 'a' as topic, 1 as one where $1 is not null", "one");

    private static readonly DataSet Endless = StoreWorld.Table(
        "select 'a' as topic, count(*) as n from range(10000000) a (i), range(10000000) b (i) where (a.i * b.i) % 7 = 3 and $1 is not null", "n");

    [Fact]
    public async Task Statements_run_on_threads_of_their_own()
    {
        // One core per statement: then the engine calls the function on the thread that runs the statement.
        using var database = new DuckDbDatabase(null, threads: 1);
        using var connection = database.OpenConnection();
        var threads = new List<(bool Pool, string? Name)>();
        connection.RegisterScalarFunction<int, int>("where_am_i", (readers, writer, count) =>
        {
            lock (threads) threads.Add((Thread.CurrentThread.IsThreadPoolThread, Thread.CurrentThread.Name));
            for (ulong i = 0; i < count; i++) writer.WriteValue(1, i);
        });
        using var store = StoreWorld.Duck(database);
        await store.RunAsync(StoreWorld.Batch(StoreWorld.Table("select 'a' as topic, where_am_i(i::int) as n from range(3) r (i) where $1 is not null", "n"), ["a"]), CancellationToken.None);
        Assert.NotEmpty(threads);
        Assert.All(threads, thread => Assert.Equal((false, true), (thread.Pool, thread.Name?.StartsWith("duckdb-", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Cancelling_ends_a_statement_that_runs_and_leaves_the_next_alone()
    {
        using var database = new DuckDbDatabase(null);
        using var store = StoreWorld.Duck(database, options: new StoreOptions { MaxConcurrency = 1, StatementTimeout = TimeSpan.FromSeconds(10) });
        for (var i = 0; i < 20; i++)
        {
            using var cancel = new CancellationTokenSource();
            var endless = store.RunAsync(StoreWorld.Batch(Endless, ["a"]), cancel.Token);
            var next = store.RunAsync(StoreWorld.Batch(One, ["a"]), CancellationToken.None);
            // With one thread the next can only answer once the first was interrupted; cancelled at once, it may not even have begun.
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
            Assert.Single((await next).Rows);
        }
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_ended()
    {
        using var database = new DuckDbDatabase(null);
        using var store = StoreWorld.Duck(database, options: new StoreOptions { MaxConcurrency = 1, StatementTimeout = TimeSpan.FromMilliseconds(300) });
        var failure = await store.FailsAsync(StoreWorld.Batch(Endless, ["a"]));
        Assert.Equal(StoreFailure.Timeout, failure.Failure);
        Assert.Single((await store.RunAsync(StoreWorld.Batch(One, ["a"]), CancellationToken.None)).Rows);
    }

    [Fact]
    public async Task A_statement_that_waits_can_be_cancelled_and_a_full_queue_refuses()
    {
        using var database = new DuckDbDatabase(null);
        using var store = StoreWorld.Duck(
            database, options: new StoreOptions { MaxConcurrency = 1, QueueLimit = 1, StatementTimeout = TimeSpan.FromSeconds(10) });
        using var cancel = new CancellationTokenSource();
        var running = store.RunAsync(StoreWorld.Batch(Endless, ["a"]), cancel.Token);
        // Fails while the first is not yet taken off the queue.
        Task<BatchResult>? waiting = null;
        using var waitingCancel = new CancellationTokenSource();
        await Eventually.HoldsAsync(() =>
        {
            waiting = store.RunAsync(StoreWorld.Batch(One, ["a"]), waitingCancel.Token);
            return !waiting.IsFaulted;
        }, "the first statement runs");
        Assert.Equal(StoreFailure.Timeout, (await store.FailsAsync(StoreWorld.Batch(One, ["a"]))).Failure);
        await waitingCancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting!);
        Assert.False(running.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Connections_share_one_database_in_memory_and_databases_are_apart()
    {
        using var database = new DuckDbDatabase(null);
        using var other = new DuckDbDatabase("");
        using (var writer = database.OpenConnection()) Execute(writer, "create table seen (topic varchar, n int); insert into seen values ('a', 7)");
        var seen = StoreWorld.Table("select topic, n from seen where topic in (select unnest($1))", "n");
        using var store = StoreWorld.Duck(database);
        Assert.Equal(["[7]"], (await store.RunAsync(StoreWorld.Batch(seen, ["a"]), CancellationToken.None)).Rows("a"));
        using var stranger = StoreWorld.Duck(other);
        Assert.Equal(StoreFailure.Statement, (await stranger.FailsAsync(StoreWorld.Batch(seen, ["a"]))).Failure);
    }

    [Fact]
    public async Task A_file_keeps_what_was_written()
    {
        var folder = Directory.CreateTempSubdirectory("realtime-duck-").FullName;
        try
        {
            var path = Path.Combine(folder, "store.duckdb");
            using (var database = new DuckDbDatabase(path))
            using (var writer = database.OpenConnection()) Execute(writer, "create table seen (topic varchar, n int); insert into seen values ('a', 7)");
            using var again = new DuckDbDatabase(path);
            using var store = StoreWorld.Duck(again);
            var seen = StoreWorld.Table("select topic, n from seen where topic in (select unnest($1))", "n");
            Assert.Equal(["[7]"], (await store.RunAsync(StoreWorld.Batch(seen, ["a"]), CancellationToken.None)).Rows("a"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_opened_says_so()
    {
        var failure = Assert.ThrowsAny<DuckDBException>(() => new DuckDbDatabase("/no/such/folder/store.duckdb"));
        Assert.Contains("/no/such/folder/store.duckdb", failure.Message);
    }

    [Fact]
    public async Task A_closed_store_is_unavailable()
    {
        using var database = new DuckDbDatabase(null);
        var store = StoreWorld.Duck(database);
        store.Dispose();
        Assert.Equal(StoreFailure.Unavailable, (await store.FailsAsync(StoreWorld.Batch(One, ["a"]))).Failure);
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
