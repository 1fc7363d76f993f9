using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Npgsql;
using NpgsqlTypes;
using Realtime.Node.Stores;
using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

/// <summary>A small, fixed world of viewers, written alike into both stores: 40 buckets of 5 s that end at noon, one of them never rolled up.</summary>
internal sealed class VideoWorld : IAsyncDisposable
{
    public const int Buckets = 40;
    public const int MissedBucket = 7;

    private static readonly string[] Countries = ["US", "BR", "DE", "JP", "IN"];
    private readonly NpgsqlDataSource _postgres;
    private readonly DuckDBConnection _duck;

    private VideoWorld(string postgres, DuckDbDatabase duck)
    {
        _postgres = NpgsqlDataSource.Create(postgres);
        DuckDatabase = duck;
        _duck = duck.OpenConnection();
        Postgres = StoreWorld.Postgres(postgres, StoreWorld.ReadPack("video", "postgres"));
        Duck = StoreWorld.Duck(duck, StoreWorld.ReadPack("video", "duckdb"));
    }

    public PostgresStore Postgres { get; }

    public DuckDbStore Duck { get; }

    public DuckDbDatabase DuckDatabase { get; }

    public static DateTimeOffset Bucket(int number) => StoreWorld.Noon.AddSeconds(-5 * (Buckets - 1 - number));

    public static async Task<VideoWorld> CreateAsync(PostgresServer server, int properties, int viewsEach = 30)
    {
        var world = new VideoWorld(await server.CreateDatabase("video"), new DuckDbDatabase(null));
        // Twice: schemas are re-runnable.
        for (var i = 0; i < 2; i++) await world.ExecuteAsync(StoreWorld.PackFile("video", "schema.postgres.sql"), StoreWorld.PackFile("video", "schema.duckdb.sql"));
        await world.ExecuteBothAsync(Views(properties, viewsEach));
        await world.ExecuteBothAsync(Counters(properties));
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            await world.ExecuteBothAsync("update property_counter set attempts = attempts + 3, start_failures = start_failures + 1, exits = exits + 2");
            await world.ExecuteAsync(
                $"update property_counter set startup_le = array[{Startups(bucket)}]", $"update property_counter set startup_le = [{Startups(bucket)}]");
            if (bucket != MissedBucket) await world.RollUpAsync(Bucket(bucket).AddSeconds(1));
        }

        return world;
    }

    /// <summary>Completes a bucket in both stores, as whoever schedules the rollup does.</summary>
    public async Task RollUpAsync(DateTimeOffset time)
    {
        await using (var command = _postgres.CreateCommand(StoreWorld.PackFile("video", "rollup.postgres.sql")))
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await command.ExecuteNonQueryAsync();
        }

        using var transaction = _duck.BeginTransaction();
        using var duck = _duck.CreateCommand();
        duck.Transaction = transaction;
        duck.CommandText = StoreWorld.PackFile("video", "rollup.duckdb.sql");
        duck.Parameters.Add(new DuckDBParameter(time));
        duck.ExecuteNonQuery();
        transaction.Commit();
    }

    public Task ExecuteBothAsync(string sql) => ExecuteAsync(sql, sql);

    public async Task ExecuteAsync(string postgres, string duck)
    {
        await using var left = _postgres.CreateCommand(postgres);
        await left.ExecuteNonQueryAsync();
        using var right = _duck.CreateCommand();
        right.CommandText = duck;
        right.ExecuteNonQuery();
    }

    public async Task<long> CountPostgresAsync(string sql)
    {
        await using var command = _postgres.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A reader in PostgreSQL that keeps its locks until disposed.</summary>
    public async Task<IAsyncDisposable> ReadInTransactionAsync(string sql)
    {
        var connection = await _postgres.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteScalarAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Postgres.DisposeAsync();
        await _postgres.DisposeAsync();
        Duck.Dispose();
        _duck.Dispose();
        DuckDatabase.Dispose();
    }

    /// <summary>Every fourth start is instant, the others slower: cumulative, as the schema wants them.</summary>
    private static string Startups(int bucket)
    {
        var n = bucket + 1;
        return $"{n}, {2 * n}, {4 * n}, {4 * n}, {4 * n}, {4 * n}, {4 * n}, {5 * n}";
    }

    private static string Counters(int properties) =>
        "insert into property_counter (property) values " + string.Join(", ", Enumerable.Range(0, properties).Select(i => $"('p{i}')"));

    private static string Views(int properties, int viewsEach)
    {
        var sql = new StringBuilder("insert into live_view values ");
        for (var p = 0; p < properties; p++)
        {
            for (var v = 0; v < viewsEach; v++)
            {
                var n = (p * 31) + v;
                // State 1 mostly; one in six rebuffers, some of those for 10 minutes; one view in eleven was last seen too long ago.
                var state = v % 6 == 1 ? 2 : v % 7 == 2 ? 3 : v % 9 == 4 ? 0 : v == 29 ? 4 : 1;
                var since = Time(v % 12 == 1 ? -600 : -60);
                var seen = Time(v % 11 == 10 ? -20 : -(n % 10));
                sql.Append(CultureInfo.InvariantCulture, $"{(n == 0 ? "" : ", ")}");
                sql.Append(CultureInfo.InvariantCulture, $"('00000000-0000-7000-8000-{n:x12}', 'p{p}', 'Title {v * v % 14}', '{Countries[n % 5]}', ");
                sql.Append(CultureInfo.InvariantCulture, $"'cdn', 'tv', {state}, '{since}', {1000 + (n * 17 % 900)}, '{seen}')");
            }
        }

        return sql.ToString();
    }

    private static string Time(int seconds) => StoreWorld.Noon.AddSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss+00", CultureInfo.InvariantCulture);
}
