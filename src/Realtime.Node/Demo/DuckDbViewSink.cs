using DuckDB.NET.Data;

namespace Realtime.Node.Demo;

/// <summary>
/// Writes the demo's views into the DuckDB of this process. Rows go through the appender into staging tables and from there in one statement each:
/// a column store is slow at single rows. DuckDB's calls block, so they run on a thread of their own.
/// </summary>
internal sealed class DuckDbViewSink(Func<DuckDBConnection> open, PackScripts scripts, IReadOnlyList<string> properties) : IViewSink
{
    // Made anew for each batch: emptying a temporary table does not give its memory back, which cost 5 MB a minute.
    private const string StagedViews = "create or replace temp table staged_view as from live_view limit 0";
    private const string StagedEnds = "create or replace temp table staged_end as select view_id from live_view limit 0";
    private const string StagedCounters = "create or replace temp table staged_counter as from property_counter limit 0";

    // Columns that never change in a view are not updated: DuckDB then updates in place.
    private const string Upsert = """
        insert into live_view from staged_view
        on conflict (view_id) do update set state = excluded.state, state_since = excluded.state_since, kbps = excluded.kbps, last_seen = excluded.last_seen;
        """;

    private const string ForgetViews = "delete from live_view where property in (select property from own_property)";

    private readonly WriterThread _thread = new("demo-duckdb");
    private DuckDBConnection? _connection;
    private bool _isDisposed;

    public Task<StoredHistory> BeginAsync(CancellationToken cancel) => _thread.Run(() => InTransaction(Begin), cancel);

    public Task BackfillAsync(IReadOnlyList<TickRow> history, CancellationToken cancel) => _thread.Run(() => InTransaction(() => Backfill(history)), cancel);

    public Task WriteAsync(ViewBatch batch, CancellationToken cancel) => _thread.Run(() => InTransaction(() => Write(batch)), cancel);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _thread.Run(Disconnect, CancellationToken.None);
        _thread.Dispose();
    }

    private DuckDBConnection Connection => _connection ??= Connect();

    private StoredHistory Begin()
    {
        Execute(ForgetViews);
        long? watermark = null;
        var counters = new Dictionary<string, PropertyCounters>();
        using var command = Connection.CreateCommand();
        command.CommandText = "select epoch_ms(as_of) from watermark";
        if (command.ExecuteScalar() is long ms) watermark = ms;
        command.CommandText = "select * from property_counter where property in (select property from own_property)";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            counters[reader.GetString(0)] = new PropertyCounters
            {
                Attempts = reader.GetInt64(1),
                StartFailures = reader.GetInt64(2),
                Exits = reader.GetInt64(3),
                PlayFailures = reader.GetInt64(4),
                StartupLe = [.. reader.GetFieldValue<List<long>>(5)],
            };
        }

        return new StoredHistory(watermark, counters);
    }

    private int Backfill(IReadOnlyList<TickRow> history)
    {
        if (history.Count == 0) return 0;
        using (var appender = Connection.CreateAppender("tick_5s"))
        {
            foreach (var tick in history)
            {
                var row = appender.CreateRow().AppendValue(properties[tick.Property]).AppendValue(Time(tick.Bucket))
                    .AppendValue(tick.Viewers).AppendValue(tick.Starting).AppendValue(tick.Rebuffering).AppendValue(tick.Paused);
                row = tick.Kbps is { } kbps ? row.AppendValue(kbps) : row.AppendNullValue();
                AppendCounters(row, tick.Counters).EndRow();
            }
        }

        return Execute(
            "insert into watermark (id, as_of) values (1, $1) on conflict (id) do update set as_of = greatest(watermark.as_of, excluded.as_of)",
            Time(history[^1].Bucket));
    }

    private int Write(ViewBatch batch)
    {
        if (batch.Replace) Execute(ForgetViews);
        if (batch.Views.Count > 0)
        {
            using (var appender = Staged(StagedViews, "staged_view"))
            {
                foreach (var view in batch.Views)
                {
                    appender.CreateRow().AppendValue(view.Id).AppendValue(properties[view.Property]).AppendValue(view.Title)
                        .AppendValue(Countries.All[view.Country].Code).AppendValue(Countries.Cdns[view.Cdn]).AppendValue(Devices.All[view.Device].Os)
                        .AppendValue((short)view.State).AppendValue(Time(view.StateSince)).AppendValue(view.Kbps).AppendValue(Time(view.LastSeen)).EndRow();
                }
            }

            Execute(Upsert);
        }

        if (batch.Ended.Count > 0)
        {
            using (var appender = Staged(StagedEnds, "staged_end"))
            {
                foreach (var id in batch.Ended) appender.CreateRow().AppendValue(id).EndRow();
            }

            Execute("delete from live_view where view_id in (select view_id from staged_end)");
        }

        if (batch.Counters.Count > 0) SetCounters(batch.Counters);
        if (batch.Bucket is { } bucket) Execute(scripts.Rollup, Time(bucket));
        return 0;
    }

    private void SetCounters(IReadOnlyList<PropertyCounters> counters)
    {
        using (var appender = Staged(StagedCounters, "staged_counter"))
        {
            for (var property = 0; property < counters.Count; property++)
            {
                AppendCounters(appender.CreateRow().AppendValue(properties[property]), counters[property]).EndRow();
            }
        }

        Execute("insert or replace into property_counter from staged_counter");
    }

    private static IDuckDBAppenderRow AppendCounters(IDuckDBAppenderRow row, PropertyCounters counters) => row
        .AppendValue(counters.Attempts).AppendValue(counters.StartFailures).AppendValue(counters.Exits).AppendValue(counters.PlayFailures)
        .AppendValue(counters.StartupLe);

    private static DateTimeOffset Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);

    private DuckDBAppender Staged(string definition, string table)
    {
        Execute(definition);
        return Connection.CreateAppender("temp", "main", table);
    }

    private int Execute(string sql, params ReadOnlySpan<object> parameters)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters) command.Parameters.Add(new DuckDBParameter(parameter));
        return command.ExecuteNonQuery();
    }

    private T InTransaction<T>(Func<T> work)
    {
        try
        {
            using var transaction = Connection.BeginTransaction();
            var result = work();
            transaction.Commit();
            return result;
        }
        catch
        {
            // Whatever state it is in, the next call begins with a new one.
            Disconnect();
            throw;
        }
    }

    private DuckDBConnection Connect()
    {
        var connection = open();
        _connection = connection;
        Execute(scripts.Schema);
        Execute("create temp table own_property (property varchar)");
        using var appender = connection.CreateAppender("temp", "main", "own_property");
        foreach (var property in properties) appender.CreateRow().AppendValue(property).EndRow();
        return connection;
    }

    private int Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
        return 0;
    }
}
