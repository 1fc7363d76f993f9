using System.Collections.Immutable;
using DuckDB.NET.Data;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores;

/// <summary>Polls a DuckDB database in this process, on threads of its own. For one node: other nodes would see other data.</summary>
public sealed class DuckDbStore : IDataStore, IStoreFacts, IDisposable
{
    private readonly Pack _pack;
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly DuckDbThreads _threads;
    private readonly string _timeSql;

    /// <param name="pack">Whose as-of time and topics to give; read for the dialect <c>duckdb</c>.</param>
    /// <param name="database">Must outlive this store.</param>
    /// <param name="options">Bounds; <see cref="StoreOptions.MaxConcurrency"/> is the number of threads.</param>
    /// <param name="time">Measures the statement timeout.</param>
    public DuckDbStore(Pack pack, DuckDbDatabase database, StoreOptions options, TimeProvider time)
    {
        _pack = pack;
        _options = options;
        _time = time;
        // A store without a complete bucket yet has no as-of time: its clock stands in.
        _timeSql = pack.AsOfSql is { } asOf
            ? $"select (\n{SqlText.WithoutEnd(asOf)}\n)::timestamptz as as_of, now() as clock"
            : "select now() as as_of, now() as clock";
        _threads = new DuckDbThreads(database, options.MaxConcurrency, options.QueueLimit);
    }

    /// <inheritdoc/>
    public string SystemName => "duckdb";

    /// <inheritdoc/>
    public Task<StoreTime> AsOfAsync(CancellationToken cancel) => RunAsync("as-of time", command =>
    {
        command.CommandText = _timeSql;
        using var reader = command.ExecuteReader();
        reader.Read();
        var clock = reader.GetFieldValue<DateTimeOffset>(1);
        return new StoreTime(reader.IsDBNull(0) ? clock : reader.GetFieldValue<DateTimeOffset>(0), clock);
    }, cancel);

    Task<StoreFacts> IStoreFacts.FactsAsync(CancellationToken cancel) => RunAsync("facts", command =>
    {
        command.CommandText = "select version()";
        return new StoreFacts("DuckDB", (string)command.ExecuteScalar()!, _options.MaxConcurrency, MaxConnections: null);
    }, cancel);

    /// <inheritdoc/>
    public Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel)
    {
        var sql = SqlText.Commented(batch.Comment, batch.DataSet.Sql);
        return RunAsync(batch.DataSet.Name, command =>
        {
            command.CommandText = sql;
            Bind(command, batch);
            using var reader = command.ExecuteReader();
            var reading = new BatchReading(reader, batch);
            while (reader.Read()) reading.AddRow();
            return reading.Build();
        }, cancel);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel)
    {
        if (_pack.TopicsSql is not { } sql) return Task.FromResult(ImmutableArray<string>.Empty);
        return RunAsync("topics", command =>
        {
            var topics = ImmutableArray.CreateBuilder<string>();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (topics.Count < limit && reader.Read()) topics.Add(reader.GetString(0));
            return topics.ToImmutable();
        }, cancel);
    }

    /// <summary>Takes no more statements, and ends its threads after those that run.</summary>
    public void Dispose() => _threads.Dispose();

    /// <summary>All three, always: DuckDB.NET ignores those at the end that a statement does not use; the pack was checked for gaps.</summary>
    private static void Bind(DuckDBCommand command, PollBatch batch)
    {
        var since = new List<DateTimeOffset?>(batch.Keys.Length);
        if (batch.DataSet.HasWindow)
        {
            for (var i = 0; i < batch.Keys.Length; i++) since.Add(i < batch.Since.Length ? batch.Since[i] : null);
        }

        command.Parameters.Add(new DuckDBParameter(batch.Keys.ToList()));
        command.Parameters.Add(new DuckDBParameter(batch.AsOf));
        command.Parameters.Add(new DuckDBParameter(since));
    }

    private async Task<T> RunAsync<T>(string what, Func<DuckDBCommand, T> run, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var statement = new DuckDbStatement<T>(run);
        using var late = new CancellationTokenSource(_options.StatementTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        await using var stop = either.Token.UnsafeRegister(_ => statement.Stop(_time), null);
        _threads.Enqueue(statement);
        try
        {
            return await statement.Result;
        }
        catch (Exception e) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException($"{what} on DuckDB was cancelled", e, cancel);
        }
        catch (Exception e) when (late.IsCancellationRequested)
        {
            throw new StoreException(StoreFailure.Timeout, $"{what} on DuckDB: ended after {_options.StatementTimeout.TotalSeconds} s", e);
        }
        catch (Exception e) when (e is DuckDBException or InvalidOperationException or InvalidCastException or ArgumentException or NotSupportedException)
        {
            throw new StoreException(StoreFailure.Statement, $"{what} on DuckDB: {e.Message}", e);
        }
    }
}
