using Akka.Hosting;
using Realtime.Actors;
using Realtime.Actors.Connections;
using Realtime.Actors.Metrics;
using Realtime.Actors.Polling;
using Realtime.Actors.Tracing;
using Realtime.Node.Auth;
using Realtime.Node.Demo;
using Realtime.Node.Health;
using Realtime.Node.Metrics;
using Realtime.Node.Operations;
using Realtime.Node.Settings;
using Realtime.Node.Sockets;
using Realtime.Node.Stores;
using Realtime.Node.Topics;
using Realtime.Node.Tracing;

namespace Realtime.Node.Hosting;

/// <summary>The services of a node.</summary>
internal static class NodeServices
{
    /// <summary>Topics are handed over within twelve seconds, browsers that do not answer their close frame are cut off after five, actors end within ten.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static void AddNode(this IServiceCollection services, NodeStart start)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<StoreClock>();
        services.AddSingleton(new StoreState([.. start.Pack.DataSets.Select(d => d.Name)]));
        services.AddStore(start);
        services.AddSingleton<TopicsEndpoint>();
        services.AddNodeHealth();
        services.AddNodeMetrics(start.Settings);
        services.AddNodeTraces(start.Settings);
        services.AddSingleton(p => new Refusals(
            p.GetRequiredService<RealtimeMetrics>(), p.GetRequiredService<ILoggerFactory>().CreateLogger("Realtime.Connections"), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new Admission(start.Settings.Actors.Connections.Limits, p.GetRequiredService<Refusals>()));
        services.AddSingleton(new SocketSettings(new AllowedOrigins(start.Settings.Origins), start.Settings.MaxMessageBytes));
        services.AddSingleton<SocketDoor>();
        services.AddAuthentication(start.Settings.Auth);
        services.AddAkka(start.Settings.Actors.Cluster.SystemName, (akka, provider) => akka
            .AddRealtime(
                start.Settings.Actors, start.Pack, provider.GetRequiredService<IDataStore>(), provider.GetRequiredService<StoreClock>(),
                provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<RealtimeMetrics>(), provider.GetRequiredService<StoreState>(),
                provider.GetRequiredService<RealtimeTracing>(), provider.GetRequiredService<Authentication>().Tokens, provider.GetRequiredService<Refusals>()));
        services.AddHostedService(p => ActivatorUtilities.CreateInstance<NodeFacts>(p, start));
        services.AddHostedService<Drain>();
        if (start.Settings.Demo) services.AddDemo(start);
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<FirstQuestions>(p, start.Pack, start.Settings.Actors.Polling));
        services.AddHostedService(p => p.GetRequiredService<FirstQuestions>());
    }

    private static void AddStore(this IServiceCollection services, NodeStart start)
    {
        var settings = start.Settings;
        var polling = settings.Actors.Polling;
        // Every data set may have its lanes full, and one is left for as-of times and topic lists.
        var options = new StoreOptions
        {
            // The store's own end of a statement is for a node that is gone: pollers cancel by the timeout of each data set.
            StatementTimeout = polling.LongestTimeout(start.Pack.DataSets),
            MaxConcurrency = settings.Store == StoreKind.DuckDb ? 2 : Math.Min(64, start.Pack.DataSets.Length * (polling.Concurrency + 1) + 1),
        };
        if (settings.Store == StoreKind.DuckDb)
        {
            services.AddSingleton(_ => new DuckDbDatabase(settings.ConnectionString));
            services.AddSingleton<IDataStore>(p => new DuckDbStore(start.Pack, p.GetRequiredService<DuckDbDatabase>(), options, p.GetRequiredService<TimeProvider>()));
        }
        else
        {
            services.AddSingleton<IDataStore>(_ => new PostgresStore(start.Pack, settings.ConnectionString, options));
        }
    }

    private static void AddDemo(this IServiceCollection services, NodeStart start)
    {
        services.AddSingleton(p => start.Settings.Store == StoreKind.DuckDb
            ? ViewerSimulator.OnDuckDb(p.GetRequiredService<DuckDbDatabase>(), start.PackFolder, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<ViewerSimulator>>())
            : ViewerSimulator.OnPostgres(start.Settings.ConnectionString, start.PackFolder, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<ViewerSimulator>>()));
        services.AddHostedService(p => p.GetRequiredService<ViewerSimulator>());
    }
}
