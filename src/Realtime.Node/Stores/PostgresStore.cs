using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores;

/// <summary>Polls a server that speaks PostgreSQL's wire protocol. Reads only, one transaction per statement, on a bounded pool of connections.</summary>
public sealed class PostgresStore : IDataStore, IStoreFacts, IAsyncDisposable
{
    /// <summary>How polls name themselves in pg_stat_activity, unless the connection string says otherwise.</summary>
    public const string ApplicationName = "realtime-node";

    private readonly NpgsqlDataSource _source;
    private readonly Pack _pack;
    private readonly string _timeSql;
    private readonly string _server;
    private readonly int _pool;

    /// <summary>Does not connect yet: an unreachable server is a failure of each call, not of the start.</summary>
    /// <param name="pack">Whose as-of time and topics to give; read for the dialect <c>postgres</c>.</param>
    /// <param name="connectionString">For Npgsql. What it says of the pool, the timeouts and the application name wins over the defaults set here.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public PostgresStore(Pack pack, string connectionString, StoreOptions options)
    {
        _pack = pack;
        // A store without a complete bucket yet has no as-of time: its clock stands in.
        _timeSql = pack.AsOfSql is { } asOf
            ? $"select (\n{SqlText.WithoutEnd(asOf)}\n)::timestamptz as as_of, clock_timestamp() as clock"
            : "select now() as as_of, clock_timestamp() as clock";
        var connection = PostgresConnection.Of(connectionString, options);
        _server = $"{connection.Host}:{connection.Port}/{connection.Database}";
        _pool = connection.MaxPoolSize;
        _source = NpgsqlDataSource.Create(connection);
    }

    /// <inheritdoc/>
    public string SystemName => "postgresql";

    /// <inheritdoc/>
    public Task<StoreTime> AsOfAsync(CancellationToken cancel) => RunAsync("as-of time", async connection =>
    {
        await using var command = new NpgsqlCommand(_timeSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var clock = reader.GetFieldValue<DateTimeOffset>(1);
        return new StoreTime(await reader.IsDBNullAsync(0, cancel) ? clock : reader.GetFieldValue<DateTimeOffset>(0), clock);
    }, cancel);

    /// <inheritdoc/>
    public Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel)
    {
        var sql = SqlText.Commented(batch.Comment, batch.DataSet.Sql);
        return RunAsync(batch.DataSet.Name, async connection =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            Bind(command, batch);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var reading = new BatchReading(reader, batch);
            while (await reader.ReadAsync(cancel)) reading.AddRow();
            return reading.Build();
        }, cancel);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel)
    {
        if (_pack.TopicsSql is not { } sql) return Task.FromResult(ImmutableArray<string>.Empty);
        return RunAsync("topics", async connection =>
        {
            var topics = ImmutableArray.CreateBuilder<string>();
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (topics.Count < limit && await reader.ReadAsync(cancel)) topics.Add(reader.GetString(0));
            return topics.ToImmutable();
        }, cancel);
    }

    Task<StoreFacts> IStoreFacts.FactsAsync(CancellationToken cancel) => RunAsync("facts", async connection =>
    {
        await using var command = new NpgsqlCommand("select current_setting('server_version'), current_setting('max_connections')::int", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new StoreFacts("PostgreSQL", reader.GetString(0), _pool, reader.GetInt32(1));
    }, cancel);

    /// <summary>Closes all connections.</summary>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>All three, always: PostgreSQL takes parameters a statement does not use, as long as they have a type.</summary>
    private static void Bind(NpgsqlCommand command, PollBatch batch)
    {
        var since = new DateTime?[batch.DataSet.HasWindow ? batch.Keys.Length : 0];
        for (var i = 0; i < since.Length && i < batch.Since.Length; i++) since[i] = batch.Since[i]?.UtcDateTime;
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = ImmutableCollectionsMarshal.AsArray(batch.Keys),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = batch.AsOf.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<DateTime?[]> { TypedValue = since, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
    }

    private async Task<T> RunAsync<T>(string what, Func<NpgsqlConnection, Task<T>> run, CancellationToken cancel)
    {
        var connected = false;
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancel);
            connected = true;
            return await run(connection);
        }
        catch (Exception e) when (cancel.IsCancellationRequested)
        {
            // Whatever a cancelled statement or connection attempt ended with, the caller asked for the end.
            throw new OperationCanceledException($"{what} on {_server} was cancelled", e, cancel);
        }
        catch (Exception e) when (PostgresFaults.Map(e, $"{what} on {_server}", connected) is { } failure)
        {
            throw failure;
        }
    }
}
