using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Operations.Listening;
using Realtime.Operations.Logs;
using Realtime.Operations.Palettes;

namespace Realtime.Operations;

/// <summary>The operators' side of a process, the same for nodes and lighthouses.</summary>
public static class OperationsRegistration
{
    /// <summary>Lets operators ask and order: this process through its own port, if it has one, and any other member through the cluster.</summary>
    /// <param name="services">Those of the process; its actor system is among them.</param>
    /// <param name="settings">Where the port is.</param>
    /// <param name="configuration">Of the process: operators change its log levels.</param>
    public static void AddOperations(this IServiceCollection services, OperationsSettings settings, IConfigurationManager configuration)
    {
        var levels = new LogLevels();
        configuration.Add(levels);
        services.AddSingleton(levels);
        services.AddSingleton(_ => new MemberLog(TimeProvider.System));
        services.AddSingleton<ILoggerProvider>(p => p.GetRequiredService<MemberLog>());
        services.AddSingleton(p => new OperatorSessions(settings, Palettes(p), Cluster.Get(p.GetRequiredService<ActorSystem>()).SelfAddress.ToString(), p.GetRequiredService<ILoggerFactory>().CreateLogger("Realtime.Operations")));
        services.AddHostedService<QueriesOfTheProcess>();
        if (settings.IsOn) services.AddHostedService<OperationsListener>();
    }

    private static PaletteBook Palettes(IServiceProvider provider)
    {
        var system = provider.GetRequiredService<ActorSystem>();
        var inquiry = new ClusterInquiry(system);
        var tail = new TopicTail(system, provider.GetRequiredService<IReadOnlyActorRegistry>());
        return new PaletteBook(
            new ClusterPalette(system).Palette,
            new ShardingPalette(system, inquiry).Palette,
            new ActorPalette(system, inquiry).Palette,
            new LogPalette(system, provider.GetRequiredService<MemberLog>(), provider.GetRequiredService<LogLevels>(), provider.GetRequiredService<IConfiguration>()).Palette,
            new SystemPalette(inquiry).Palette,
            new TopicPalette(inquiry, tail).Palette,
            new PresencePalette(inquiry).Palette,
            new ZombiesPalette(inquiry).Palette,
            new ConnectionsPalette(inquiry).Palette,
            new NodePalette(system, inquiry).Palette,
            new DoctorPalette(inquiry, system.Scheduler).Palette);
    }

    /// <summary>Adds what only the host knows to the questions that members answer.</summary>
    private sealed class QueriesOfTheProcess(ActorSystem system, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            ProcessEnd.AddTo(NodeQueries.Of(system), lifetime, TimeProvider.System);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
