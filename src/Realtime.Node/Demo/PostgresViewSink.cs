using Npgsql;
using NpgsqlTypes;

namespace Realtime.Node.Demo;

/// <summary>
/// Writes the demo's views to a server that speaks PostgreSQL's wire protocol: a batch is one round trip and one transaction, its rows arrays.
/// </summary>
internal sealed class PostgresViewSink(string connectionString, PackScripts scripts, IReadOnlyList<string> properties) : IViewSink
{
    private const string ForgetViews = "delete from live_view where property = any($1)";

    // Columns that never change in a view are not updated, and none of these is indexed: the update stays on its page.
    private const string Upsert = """
        insert into live_view (view_id, property, title, country, cdn, os, state, state_since, kbps, last_seen)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (view_id) do update
        set state = excluded.state, state_since = excluded.state_since, kbps = excluded.kbps, last_seen = excluded.last_seen
        """;

    // unnest() flattens an array of arrays, so the startup counters come as one array and are cut up again.
    private const string SetCounters = """
        insert into property_counter (property, attempts, start_failures, exits, play_failures, startup_le)
        select property, attempts, start_failures, exits, play_failures, ($6)[(n - 1) * 8 + 1 : n * 8]
        from unnest($1, $2, $3, $4, $5) with ordinality as row (property, attempts, start_failures, exits, play_failures, n)
        on conflict (property) do update
        set attempts = excluded.attempts, start_failures = excluded.start_failures, exits = excluded.exits,
            play_failures = excluded.play_failures, startup_le = excluded.startup_le
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "realtime-demo",
        MaxPoolSize = 1,
        // Seconds. A batch takes some milliseconds; whatever takes longer than this counts as an outage.
        CommandTimeout = 10,
        Timeout = 5,
    });

    public async Task<StoredHistory> BeginAsync(CancellationToken cancel)
    {
        await using (var schema = _source.CreateCommand(scripts.Schema)) await schema.ExecuteNonQueryAsync(cancel);

        await using var batch = _source.CreateBatch();
        batch.Add(ForgetViews, properties);
        batch.Add("select as_of from watermark");
        batch.Add("select property, attempts, start_failures, exits, play_failures, startup_le from property_counter where property = any($1)", properties);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        long? watermark = await reader.ReadAsync(cancel) ? reader.GetFieldValue<DateTimeOffset>(0).ToUnixTimeMilliseconds() : null;
        await reader.NextResultAsync(cancel);
        var counters = new Dictionary<string, PropertyCounters>();
        while (await reader.ReadAsync(cancel))
        {
            counters[reader.GetString(0)] = new PropertyCounters
            {
                Attempts = reader.GetInt64(1),
                StartFailures = reader.GetInt64(2),
                Exits = reader.GetInt64(3),
                PlayFailures = reader.GetInt64(4),
                StartupLe = reader.GetFieldValue<long[]>(5),
            };
        }

        return new StoredHistory(watermark, counters);
    }

    public async Task BackfillAsync(IReadOnlyList<TickRow> history, CancellationToken cancel)
    {
        if (history.Count == 0) return;
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var partitions = new NpgsqlCommand(HourlyPartitions.Sql(history[0].Bucket, history[^1].Bucket), connection))
        {
            await partitions.ExecuteNonQueryAsync(cancel);
        }

        await CopyAsync(connection, history, cancel);
        await using (var watermark = new NpgsqlCommand(
            "insert into watermark (as_of) values ($1) on conflict (id) do update set as_of = greatest(watermark.as_of, excluded.as_of)", connection))
        {
            watermark.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Time(history[^1].Bucket) });
            await watermark.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    public async Task WriteAsync(ViewBatch batch, CancellationToken cancel)
    {
        // Without a transaction of its own a batch is one.
        await using var commands = _source.CreateBatch();
        if (batch.Replace) commands.Add(ForgetViews, properties);
        if (batch.Ended.Count > 0) commands.Add("delete from live_view where view_id = any($1)", batch.Ended);
        if (batch.Views.Count > 0)
        {
            var views = batch.Views;
            commands.Add(
                Upsert, Column(views, v => v.Id), Column(views, v => properties[v.Property]), Column(views, v => v.Title),
                Column(views, v => Countries.All[v.Country].Code), Column(views, v => Countries.Cdns[v.Cdn]), Column(views, v => Devices.All[v.Device].Os),
                Column(views, v => (short)v.State), Column(views, v => Time(v.StateSince)), Column(views, v => v.Kbps), Column(views, v => Time(v.LastSeen)));
        }

        if (batch.Counters.Count > 0)
        {
            var counters = batch.Counters;
            commands.Add(
                SetCounters, properties, Column(counters, c => c.Attempts), Column(counters, c => c.StartFailures), Column(counters, c => c.Exits),
                Column(counters, c => c.PlayFailures), counters.SelectMany(c => c.StartupLe).ToArray());
        }

        if (batch.Bucket is { } bucket) commands.Add(scripts.Rollup, Time(bucket));
        if (commands.BatchCommands.Count > 0) await commands.ExecuteNonQueryAsync(cancel);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<TickRow> history, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy tick_5s from stdin (format binary)", cancel);
        foreach (var tick in history)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(properties[tick.Property], NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(Time(tick.Bucket), NpgsqlDbType.TimestampTz, cancel);
            await copy.WriteAsync(tick.Viewers, NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(tick.Starting, NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(tick.Rebuffering, NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(tick.Paused, NpgsqlDbType.Integer, cancel);
            if (tick.Kbps is { } kbps) await copy.WriteAsync(kbps, NpgsqlDbType.Integer, cancel);
            else await copy.WriteNullAsync(cancel);
            await copy.WriteAsync(tick.Counters.Attempts, NpgsqlDbType.Bigint, cancel);
            await copy.WriteAsync(tick.Counters.StartFailures, NpgsqlDbType.Bigint, cancel);
            await copy.WriteAsync(tick.Counters.Exits, NpgsqlDbType.Bigint, cancel);
            await copy.WriteAsync(tick.Counters.PlayFailures, NpgsqlDbType.Bigint, cancel);
            await copy.WriteAsync(tick.Counters.StartupLe, NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancel);
        }

        await copy.CompleteAsync(cancel);
    }

    private static TColumn[] Column<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> column) => [.. rows.Select(column)];

    private static DateTime Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime;
}
