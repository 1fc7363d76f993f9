using System.Collections.Concurrent;
using DuckDB.NET.Data;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores;

/// <summary>A few threads that wait for DuckDB, so that the thread pool, which carries heartbeats, never does. Each has a connection of its own.</summary>
internal sealed class DuckDbThreads : IDisposable
{
    // Bounded: a full queue means that the store is slower than its pollers, and a statement that would wait past its interval is refused at once.
    private readonly BlockingCollection<DuckDbStatement> _queue;
    private readonly Thread[] _threads;

    public DuckDbThreads(DuckDbDatabase database, int count, int queueLimit)
    {
        _queue = new BlockingCollection<DuckDbStatement>(queueLimit);
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(() => Work(database)) { IsBackground = true, Name = $"duckdb-{i + 1}" };
            _threads[i].Start();
        }
    }

    /// <exception cref="StoreException">The queue is full, or closed.</exception>
    public void Enqueue(DuckDbStatement statement)
    {
        try
        {
            if (_queue.TryAdd(statement)) return;
        }
        catch (InvalidOperationException e)
        {
            throw new StoreException(StoreFailure.Unavailable, "DuckDB: the store was closed", e);
        }

        throw new StoreException(StoreFailure.Timeout, $"DuckDB: {_queue.BoundedCapacity} statements wait already");
    }

    /// <summary>Takes no more statements and ends the threads; those that run or wait end as they would have.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _queue.Dispose();
    }

    private void Work(DuckDbDatabase database)
    {
        DuckDBConnection? connection = null;
        foreach (var statement in _queue.GetConsumingEnumerable())
        {
            try
            {
                connection ??= database.OpenConnection();
            }
            catch (Exception e) when (e is DuckDBException or InvalidOperationException or ObjectDisposedException)
            {
                statement.Fail(new StoreException(StoreFailure.Unavailable, $"DuckDB: {e.Message}", e));
                continue;
            }

            statement.RunOn(connection);
        }

        connection?.Dispose();
    }
}
