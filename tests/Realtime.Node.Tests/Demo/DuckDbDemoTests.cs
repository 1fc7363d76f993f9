using Realtime.Node.Demo;
using Realtime.Node.Stores;

namespace Realtime.Node.Tests.Demo;

/// <summary>The demo on DuckDB in this process.</summary>
public sealed class DuckDbDemoTests : VideoPackDemoTests, IDisposable
{
    private readonly DuckDbDatabase _database = new(null, threads: 1);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_first_page_on_duckdb_is_full_and_moves()
    {
        var pack = ReadPack("duckdb");
        using var store = new DuckDbStore(pack, _database, new StoreOptions(), TimeProvider.System);
        await A_first_page_is_full_and_moves(Sink(), store, pack);
    }

    [Fact]
    public async Task A_second_run_on_duckdb_goes_on_where_the_first_ended()
    {
        var pack = ReadPack("duckdb");
        using var store = new DuckDbStore(pack, _database, new StoreOptions(), TimeProvider.System);
        await A_second_run_goes_on_where_the_first_ended(Sink, store, pack);
    }

    [Fact]
    public async Task A_full_state_on_duckdb_replaces_the_one_before()
    {
        await using var sink = Sink();
        await A_full_state_replaces_the_one_before(sink, () =>
        {
            using var connection = _database.OpenConnection();
            using var command = connection.CreateCommand();
            command.CommandText = "select count(*) from live_view";
            return Task.FromResult((long)command.ExecuteScalar()!);
        });
    }

    [Fact]
    public async Task Real_views_of_other_properties_are_left_alone()
    {
        using var connection = _database.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = PackScripts.Read(PackFolder, "duckdb").Schema;
        command.ExecuteNonQuery();
        command.CommandText = "insert into live_view values (uuid(), 'real', 'title', 'NL', 'cdn', 'os', 1, now(), 800, now())";
        command.ExecuteNonQuery();

        await using var sink = Sink();
        await sink.BeginAsync(CancellationToken.None);
        await sink.WriteAsync(new ViewBatch([], [], Replace: true, Bucket: null, []), CancellationToken.None);
        command.CommandText = "select count(*) from live_view";
        Assert.Equal(1L, command.ExecuteScalar());
    }

    [Fact]
    public async Task A_failed_write_leaves_nothing_behind_and_the_next_one_works()
    {
        await using var sink = Sink();
        await sink.BeginAsync(CancellationToken.None);
        var audience = DemoWorld.At(0);
        using var connection = _database.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "alter table property_counter rename to gone";
        command.ExecuteNonQuery();
        var batch = new ViewBatch([.. audience.Views.All], [], Replace: true, DemoWorld.PeriodStart, audience.Counters);
        await Assert.ThrowsAnyAsync<Exception>(() => sink.WriteAsync(batch, CancellationToken.None));
        command.CommandText = "select count(*) from live_view";
        Assert.Equal(0L, command.ExecuteScalar());

        // A new connection applies the schema again.
        await sink.WriteAsync(batch, CancellationToken.None);
        Assert.Equal((long)audience.Views.Count, command.ExecuteScalar());
    }

    private DuckDbViewSink Sink() => new(_database.OpenConnection, PackScripts.Read(PackFolder, "duckdb"), Options.PropertyKeys);
}
