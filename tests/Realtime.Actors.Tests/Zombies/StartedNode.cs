using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Metrics;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Actors.Zombies;
using Realtime.Protocol;
using System.Diagnostics.Metrics;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>A real node, registered as the host does it, in a cluster that is audited five times a second.</summary>
internal sealed class StartedNode : IAsyncDisposable
{
    private readonly IHost _host;

    private StartedNode(IHost host) => _host = host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public IActorRef Region => ActorRegistry.For(System).Get<TopicRegion>();

    /// <summary>A cluster of one: topics and watchers on the same node.</summary>
    public static Task<StartedNode> StartAsync(ILoggerFactory log) => StartAsync(log, [MembershipSettings.EdgeRole, MembershipSettings.TopicRole], null);

    /// <summary>A node that joins <paramref name="seed"/>; null: a cluster of its own.</summary>
    public static async Task<StartedNode> StartAsync(ILoggerFactory log, string[] roles, StartedNode? seed)
    {
        var settings = new RealtimeSettings
        {
            Polling = new PollingSettings
            {
                Interval = TimeSpan.FromMinutes(10), Phases = 1, BatchSize = 100, Timeout = TimeSpan.FromSeconds(10), Concurrency = 1,
            },
            Linger = TimeSpan.FromMinutes(10),
            Connections = new ConnectionSettings { MaxTopics = 10, IdleTimeout = TimeSpan.FromSeconds(90) },
            Cluster = new MembershipSettings
            {
                Hostname = "127.0.0.1",
                Port = 0,
                Seeds = seed is null ? [] : [Cluster.Get(seed.System).SelfAddress.ToString()],
                Roles = [MembershipSettings.RealtimeRole, .. roles],
            },
            Audits = new AuditTimes(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2)),
        };
        var dataSet = new DataSet("viewers", DataSetKind.Table, ["country"], null, TimeSpan.Zero, "select");
        var host = new HostBuilder()
            .ConfigureServices(services => services.AddAkka(MembershipSettings.DefaultSystemName, (akka, _) =>
                akka.AddRealtime(settings, new Pack("test", [dataSet], null, null), new SilentStore(), new StoreClock(), log, new RealtimeMetrics(new Meter(RealtimeMetrics.MeterName)))))
            .Build();
        await host.StartAsync();
        return new StartedNode(host);
    }

    /// <summary>The topic's supervisor here: who has its place in the shard.</summary>
    public async Task<IActorRef?> SupervisorAsync(TopicKey key)
    {
        var path = $"/system/sharding/topic/{new TopicShards().ShardId(key.Value)}/{Uri.EscapeDataString(key.Value)}";
        return (await System.ActorSelection(path).Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10))).Subject;
    }

    /// <summary>Whether this node's relays know the topic.</summary>
    public async Task<bool> IsWatchedAsync(TopicKey key) =>
        (await System.ActorSelection("/user/relays").Ask<WatchedTopics>(TellWatchedTopics.Instance, TimeSpan.FromSeconds(10))).Topics.Contains(key);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
