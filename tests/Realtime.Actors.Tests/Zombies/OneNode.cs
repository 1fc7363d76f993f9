using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Actors.Zombies;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>A cluster of one real node, registered as the host does it, that is audited five times a second.</summary>
internal sealed class OneNode : IAsyncDisposable
{
    private readonly IHost _host;

    private OneNode(IHost host) => _host = host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public IActorRef Region => ActorRegistry.For(System).Get<TopicRegion>();

    public static async Task<OneNode> StartAsync(ILoggerFactory log)
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
                Seeds = [],
                Roles = [MembershipSettings.RealtimeRole, MembershipSettings.EdgeRole, MembershipSettings.TopicRole],
            },
            Audits = new AuditTimes(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2)),
        };
        var dataSet = new DataSet("viewers", DataSetKind.Table, ["country"], null, TimeSpan.Zero, "select");
        var host = new HostBuilder()
            .ConfigureServices(services => services.AddAkka(MembershipSettings.DefaultSystemName, (akka, _) =>
                akka.AddRealtime(settings, new Pack("test", [dataSet], null, null), new SilentStore(), new StoreClock(), log)))
            .Build();
        await host.StartAsync();
        return new OneNode(host);
    }

    /// <summary>Whether a supervisor of the topic runs: whether its place in the shard is taken.</summary>
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
