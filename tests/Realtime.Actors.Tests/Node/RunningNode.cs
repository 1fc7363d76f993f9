using System.Collections.Immutable;
using System.Text;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Tracing;

namespace Realtime.Actors.Tests.Node;

/// <summary>A whole node but for its sockets: a cluster of one, in real time, over a scripted store. Shared by the tests of its collection.</summary>
public sealed class RunningNode : IAsyncLifetime
{
    /// <summary>Short, so that topics passivate all the time.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(300);

    private readonly IHost _host;

    public RunningNode()
        : this(RealtimeTracing.Off)
    {
    }

    /// <summary>A node whose ticks are traced.</summary>
    internal RunningNode(RealtimeTracing tracing)
    {
        Store = new ScriptedStore(new SystemClock());
        var settings = new RealtimeSettings
        {
            Polling = Results.Polling(TimeSpan.FromSeconds(1)) with { Timeout = TimeSpan.FromMilliseconds(800) },
            Linger = Linger,
            Connections = new ConnectionSettings { MaxTopics = 100, IdleTimeout = TimeSpan.FromMinutes(10) },
            Cluster = new MembershipSettings
            {
                Hostname = "127.0.0.1",
                Port = 0,
                Seeds = [],
                Roles = [MembershipSettings.RealtimeRole, MembershipSettings.EdgeRole, MembershipSettings.TopicRole],
            },
        };
        var pack = Results.Pack(Results.Table("one"), Results.Table("two"), Results.Table("three"), Results.Series("four"));
        _host = new HostBuilder()
            .ConfigureServices(services => services.AddAkka($"node-{Guid.NewGuid():N}", builder => builder
                .ConfigureLoggers(loggers => loggers.LogLevel = Akka.Event.LogLevel.WarningLevel)
                .AddRealtime(settings, pack, Store, new StoreClock(), NullLoggerFactory.Instance, tracing: tracing)))
            .Build();
    }

    internal ScriptedStore Store { get; }

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>A browser connects.</summary>
    internal async Task<Browser> ConnectAsync()
    {
        var carrier = new HeldCarrier();
        _host.Services.GetRequiredService<IRequiredActor<ConnectionsKey>>().ActorRef.Tell(new SocketOpened(carrier));
        await Eventually.TrueAsync(() => carrier.Connection is not null, "the connection has an actor");
        return new Browser(carrier);
    }

    /// <summary>Topics that run at this moment.</summary>
    public async Task<ImmutableArray<string>> RunningTopicsAsync()
    {
        var region = _host.Services.GetRequiredService<ActorRegistry>().Get<Actors.Topics.OwnTopics>();
        var state = await region.Ask<Akka.Cluster.Sharding.CurrentShardRegionState>(Akka.Cluster.Sharding.GetShardRegionState.Instance, TimeSpan.FromSeconds(5));
        return [.. state.Shards.SelectMany(shard => shard.EntityIds)];
    }

    private sealed class SystemClock : ITimeProvider
    {
        public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

        public TimeSpan MonotonicClock => TimeProvider.System.GetElapsedTime(0);

        public TimeSpan HighResMonotonicClock => MonotonicClock;
    }
}

/// <summary>The tests that share one node and run alone: a cluster in real time needs the processor.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NodeCollection : ICollectionFixture<RunningNode>
{
    public const string Name = "node";
}

/// <summary>What a client sends and sees.</summary>
internal sealed class Browser(HeldCarrier carrier)
{
    private int _ref;

    public string[] Received => carrier.Sent;

    public int Join(string key) => Send(key, "phx_join");

    public void Leave(string key) => Send(key, "phx_leave");

    public void Disconnect() => carrier.Connection.Tell(SocketClosed.Instance);

    public bool WasAnswered(int reference) => Received.Any(text => text.Contains($"\"{reference}\",\"realtime:", StringComparison.Ordinal) && text.Contains("\"ok\"", StringComparison.Ordinal));

    public bool HasSnapshot(string key, string dataSet, int from = 0) =>
        Received.Skip(from).Any(text => text.StartsWith($"[null,null,\"realtime:{key}\",\"{dataSet}\",{{\"kind\":\"snapshot\"", StringComparison.Ordinal));

    private int Send(string key, string name)
    {
        var reference = ++_ref;
        carrier.Connection.Tell(new SocketMessage { Bytes = Encoding.UTF8.GetBytes($$"""[null,"{{reference}}","realtime:{{key}}","{{name}}",{}]""") });
        return reference;
    }
}

/// <summary>Waits for what can be observed, with a generous deadline.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"not within 30 s: {what}");
            await Task.Delay(10);
        }
    }
}
