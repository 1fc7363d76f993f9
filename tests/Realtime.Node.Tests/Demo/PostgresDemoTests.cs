using Realtime.Node.Demo;
using Realtime.Node.Stores;
using Realtime.Testing;

namespace Realtime.Node.Tests.Demo;

/// <summary>The demo on a real PostgreSQL.</summary>
public sealed class PostgresDemoTests(PostgresDemoTests.Server server) : VideoPackDemoTests, IClassFixture<PostgresDemoTests.Server>
{
    [PostgresFact]
    public async Task A_first_page_on_postgres_is_full_and_moves()
    {
        var connectionString = await server.Postgres.CreateDatabase();
        var pack = ReadPack("postgres");
        await using var store = new PostgresStore(pack, connectionString, new StoreOptions());
        await A_first_page_is_full_and_moves(Sink(connectionString), store, pack);
    }

    [PostgresFact]
    public async Task A_second_run_on_postgres_goes_on_where_the_first_ended()
    {
        var connectionString = await server.Postgres.CreateDatabase();
        var pack = ReadPack("postgres");
        await using var store = new PostgresStore(pack, connectionString, new StoreOptions());
        await A_second_run_goes_on_where_the_first_ended(() => Sink(connectionString), store, pack);
    }

    [PostgresFact]
    public async Task A_full_state_on_postgres_replaces_the_one_before()
    {
        var connectionString = await server.Postgres.CreateDatabase();
        await using var sink = Sink(connectionString);
        await A_full_state_replaces_the_one_before(
            sink, async () => (long)(await PostgresServer.ScalarAsync(connectionString, "select count(*) from live_view"))!);
    }

    [PostgresFact]
    public async Task Heartbeats_stay_on_their_page()
    {
        var connectionString = await server.Postgres.CreateDatabase();
        await using var sink = Sink(connectionString);
        await sink.BeginAsync(CancellationToken.None);
        var audience = DemoWorld.At(0);
        await sink.WriteAsync(new ViewBatch([.. audience.Views.All], [], Replace: true, Bucket: null, audience.Counters), CancellationToken.None);
        audience.Views.Forget();
        for (var second = 0; second < 15; second++)
        {
            audience.Advance(audience.Now + 1_000);
            await sink.WriteAsync(new ViewBatch([.. audience.Views.Changed], [.. audience.Views.Ended], false, null, audience.Counters), CancellationToken.None);
            audience.Views.Forget();
        }

        // The sink's own connection knows its last transactions; others read the statistics once it is gone.
        await sink.DisposeAsync();
        await Eventually.HoldsAsync(
            async () => await PostgresServer.ScalarAsync(
                connectionString, "select n_tup_upd > 500 and n_tup_hot_upd > 0.9 * n_tup_upd from pg_stat_user_tables where relname = 'live_view'") is true,
            "nine in ten updates are heap-only");
        Assert.Equal((long)audience.Views.Count, await PostgresServer.ScalarAsync(connectionString, "select count(*) from live_view"));
    }

    [PostgresFact]
    public async Task A_store_that_comes_back_gets_the_current_state()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var time = new DelayedTime(DateTimeOffset.FromUnixTimeMilliseconds(DemoWorld.PeriodStart));
        var log = new LogLines();
        using var simulator = new ViewerSimulator(Sink(postgres.ConnectionString), Options, time, log);
        await simulator.StartAsync(CancellationToken.None);
        var delay = await time.NextDelayAsync();

        await postgres.CrashAsync();
        await time.PassAsync(delay, waits: 2);
        Assert.Equal(["Ready", "OutageBegan"], log.Events);

        // Live views are unlogged: the crash emptied the table.
        await postgres.StartAsync();
        await time.PassAsync(TimeSpan.FromSeconds(10), waits: 1);
        Assert.Equal(["Ready", "OutageBegan", "OutageEnded"], log.Events);
        Assert.True(await PostgresServer.ScalarAsync(postgres.ConnectionString, "select count(*) from live_view") is > 500L);
        await simulator.StopAsync(CancellationToken.None);
    }

    private static PostgresViewSink Sink(string connectionString) => new(connectionString, PackScripts.Read(PackFolder, "postgres"), Options.PropertyKeys);

    /// <summary>One server for the class; a database per test.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private PostgresServer? _postgres;

        /// <summary>Only there when PostgreSQL is installed, as for every test that is not skipped.</summary>
        public PostgresServer Postgres => _postgres ?? throw new InvalidOperationException("PostgreSQL is not installed");

        public async Task InitializeAsync()
        {
            if (new PostgresFactAttribute().Skip is null) _postgres = await PostgresServer.StartAsync();
        }

        public async Task DisposeAsync()
        {
            if (_postgres is not null) await _postgres.DisposeAsync();
        }
    }
}
