using System.Collections.Immutable;
using System.Text;
using Realtime.Actors.Polling;
using Realtime.Node.Stores;
using Realtime.Node.Stores.Packs;

namespace Realtime.Node.Tests.Stores;

/// <summary>What store tests build their world with.</summary>
internal static class StoreWorld
{
    public static readonly DateTimeOffset Noon = new(2030, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public static readonly Pack EmptyPack = new("empty", [], null, null);

    public static Pack ReadPack(string name, string dialect)
    {
        var reading = PackReader.Read(name, dialect, AppContext.BaseDirectory);
        Assert.Empty(reading.Faults);
        return reading.Pack!;
    }

    public static string PackFile(string pack, string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "datasets", pack, file));

    public static DataSet Table(string sql, params string[] key) => new("test_table", DataSetKind.Table, [.. key], null, TimeSpan.Zero, sql);

    public static DataSet Series(string sql) => new("test_series", DataSetKind.Series, [], "time", TimeSpan.FromMinutes(30), sql);

    public static PollBatch Batch(DataSet dataSet, IEnumerable<string> keys, DateTimeOffset? asOf = null, IEnumerable<DateTimeOffset?>? since = null)
    {
        ImmutableArray<string> all = [.. keys];
        ImmutableArray<DateTimeOffset?> points = !dataSet.HasWindow ? [] : since is null ? [.. all.Select(_ => (DateTimeOffset?)null)] : [.. since];
        return new PollBatch(dataSet, all, points, asOf ?? Noon, "test");
    }

    /// <summary>Rows of a topic as JSON texts.</summary>
    public static string[] Rows(this BatchResult result, string key) =>
        result.Rows.TryGetValue(key, out var rows) ? [.. Enumerable.Range(0, rows.Count).Select(i => Encoding.UTF8.GetString(rows.Row(i)))] : [];

    public static async Task<StoreException> FailsAsync(this IDataStore store, PollBatch batch) =>
        await Assert.ThrowsAsync<StoreException>(() => store.RunAsync(batch, CancellationToken.None));

    public static DuckDbStore Duck(DuckDbDatabase database, Pack? pack = null, StoreOptions? options = null) =>
        new(pack ?? EmptyPack, database, options ?? new StoreOptions { MaxConcurrency = 2 }, TimeProvider.System);

    public static PostgresStore Postgres(string connectionString, Pack? pack = null, StoreOptions? options = null) =>
        new(pack ?? EmptyPack, connectionString, options ?? new StoreOptions());
}
