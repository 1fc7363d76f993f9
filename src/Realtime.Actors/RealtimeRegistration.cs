using System.Collections.Frozen;
using System.Globalization;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.DistributedData;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Membership;
using Realtime.Actors.Metrics;
using Realtime.Actors.Operations;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Relays;
using Realtime.Actors.Topics;
using Realtime.Actors.Tracing;
using Realtime.Actors.Zombies;
using Realtime.Protocol;

namespace Realtime.Actors;

/// <summary>Marks the parent of this node's relays in the actor registry.</summary>
public sealed class RelaysKey;

/// <summary>Marks the actor that takes new sockets in the actor registry.</summary>
public sealed class ConnectionsKey;

/// <summary>The actors of a node, registered with Akka.Hosting.</summary>
public static class RealtimeRegistration
{
    /// <summary>Below the time that a phase of a shutdown may take (5 s).</summary>
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(3);

    /// <summary>Everything a node runs: membership, batchers, presence, the shard region of topics, relays and connections.</summary>
    /// <param name="builder">The actor system to be.</param>
    /// <param name="settings">What the actors are told.</param>
    /// <param name="pack">The data sets.</param>
    /// <param name="store">Where they are asked.</param>
    /// <param name="clock">The store's clock, kept by the batchers.</param>
    /// <param name="logs">Where the actors log.</param>
    /// <param name="metrics">Who is told what they do; null: nobody.</param>
    /// <param name="state">Who is told how the store is; null: nobody but the log.</param>
    /// <param name="tracing">Which ticks are traced; null: none.</param>
    /// <param name="tokens">Checks tokens that clients send later on; null: none are asked for.</param>
    /// <param name="refusals">Who is told of clients that are refused; null: nobody.</param>
    public static AkkaConfigurationBuilder AddRealtime(
        this AkkaConfigurationBuilder builder, RealtimeSettings settings, Pack pack, IDataStore store, StoreClock clock, ILoggerFactory logs,
        RealtimeMetrics? metrics = null, StoreState? state = null, RealtimeTracing? tracing = null, Connections.ITokenCheck? tokens = null,
        Connections.Refusals? refusals = null)
    {
        var asked = state ?? new StoreState([.. pack.DataSets.Select(d => d.Name)]);
        var told = metrics ?? RealtimeMetrics.Unheard;
        builder.AddRealtimeMembership(settings.Cluster);
        builder.WithActors((system, _) =>
        {
            told.StartAtZero([.. pack.DataSets.Select(d => d.Name)]);
            system.ActorOf(TroubleCounter.Props(told, logs.CreateLogger("Realtime.Actors")), "trouble-counter");
            system.ActorOf(LagProbe.Props(told), "lag-probe");
        });
        if (settings.Cluster.IsTopic)
        {
            builder.WithShardRegion<OwnTopics>(
                RealtimeRegion.Name,
                (system, _, _) => Topics(system, settings, pack, new MeasuredStore(store, told), clock, logs.CreateLogger("Realtime.Polling"), told, asked, tracing ?? RealtimeTracing.Off),
                new TopicShards(),
                new ShardOptions
                {
                    Role = MembershipSettings.TopicRole,
                    StateStoreMode = StateStoreMode.DData,
                    RememberEntities = false,
                    ShouldPassivateIdleEntities = false,
                    HandOffStopMessage = StopTopic.Instance,
                });
        }

        if (settings.Cluster.IsEdge)
        {
            // A way of its own, also where topics run: this node's topics leave it before its watchers do.
            builder.WithShardRegionProxy<TopicRegion>(RealtimeRegion.Name, MembershipSettings.TopicRole, new TopicShards());
            builder.WithActors((system, registry) => AddSubscribers(system, registry, settings, pack, logs.CreateLogger("Realtime.Connections"), told, tokens, refusals ?? Connections.Refusals.Unheard));
        }
        else
        {
            builder.WithActors((_, registry) => registry.Register<TopicRegion>(registry.Get<OwnTopics>()));
        }

        builder.WithActors((system, registry) =>
        {
            new PresenceQueries(system, DistributedData.Get(system).Replicator, registry.TryGet<RelaysKey>(out var relays) ? relays : null).AddTo(NodeQueries.Of(system));
            if (registry.TryGet<OwnTopics>(out var topics)) new RegionQueries(topics).AddTo(NodeQueries.Of(system));
        });
        return builder.AddZombieAudit(settings.Cluster, settings.Audits ?? AuditTimes.For(settings.Linger), told, logs);
    }

    /// <summary>What a topic node has beside its topics: one batcher per data set, and the presence index.</summary>
    private static Func<string, Props> Topics(
        ActorSystem system, RealtimeSettings settings, Pack pack, IDataStore store, StoreClock clock, ILogger log, RealtimeMetrics metrics, StoreState state,
        RealtimeTracing tracing)
    {
        var cluster = Cluster.Get(system);
        var asOf = new AsOfClock(store, clock, settings.Polling.LongestTimeout(pack.DataSets));
        var node = cluster.SelfUniqueAddress.Uid.ToString("x", CultureInfo.InvariantCulture);
        var permit = PollPermit.Of(system);
        var batchers = pack.DataSets.ToFrozenDictionary(
            dataSet => dataSet.Name,
            dataSet => system.ActorOf(QueryBatcher.Props(dataSet, store, asOf, settings.Polling.For(dataSet), node, log, permit, state), $"batcher-{dataSet.Name}"));
        var presence = system.ActorOf(PresenceIndex.Props(DistributedData.Get(system).Replicator, cluster), "presence-index");
        system.ActorOf(Departures.Props(cluster, presence), "topic-departures");
        var shared = new TopicContext(pack, settings.Polling, settings.Linger, clock, batchers, presence)
        {
            Permit = permit, Bounds = settings.Presence, Metrics = metrics, Tracing = tracing,
        };
        new TopicQueries(shared.Accounts, system.Scheduler).AddTo(NodeQueries.Of(system));
        return key => TopicSupervisor.Props(new TopicKey(key), shared);
    }

    /// <summary>A node that is taken out of the cluster ends its actors: browsers are told before, so that they do not have to find out.</summary>
    private static void SendBrowsersAwayFirst(CoordinatedShutdown shutdown, IActorRef connections) =>
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "send-browsers-away", async () =>
        {
            try
            {
                await connections.Ask<Connections.ConnectionsDrained>(Connections.DrainConnections.Instance, DrainWithin).ConfigureAwait(false);
            }
            catch (AskTimeoutException)
            {
                // Whoever has not answered the close frame by now is cut off with the process.
            }

            return Done.Instance;
        });

    /// <summary>What an edge node has: connections, relays, and the writer that says what it watches.</summary>
    private static void AddSubscribers(
        ActorSystem system, IActorRegistry registry, RealtimeSettings settings, Pack pack, ILogger log, RealtimeMetrics metrics, Connections.ITokenCheck? tokens,
        Connections.Refusals refusals)
    {
        var cluster = Cluster.Get(system);
        var node = cluster.SelfUniqueAddress;
        var writer = system.ActorOf(PresenceWriter.Props(DistributedData.Get(system).Replicator, node, () => cluster.State.Members.Count), "presence-writer");
        var shared = new RelayContext(
            registry.Get<TopicRegion>(), writer, node.Uid, [.. pack.DataSets.Select(d => d.Name)], settings.Polling.Interval)
        {
            Bounds = settings.Presence,
            OwnIntervals = pack.DataSets.ToFrozenDictionary(d => d.Name, d => settings.Polling.For(d).Interval),
            Permit = PollPermit.Of(system),
            History = new HistoryBudget(settings.History),
            Limits = settings.Connections.Limits,
            Refusals = refusals,
            Metrics = metrics,
        };
        var relays = system.ActorOf(Relays.Relays.Props(shared), "relays");
        registry.Register<RelaysKey>(relays);
        system.ActorOf(Departures.Props(Cluster.Get(system), relays), "relay-departures");
        var connections = system.ActorOf(Connections.Connections.Props(settings.Connections, relays, log, refusals, metrics, tokens), "connections");
        registry.Register<ConnectionsKey>(connections);
        new ConnectionQueries(connections, node.Uid, system.Scheduler).AddTo(NodeQueries.Of(system));
        SendBrowsersAwayFirst(CoordinatedShutdown.Get(system), connections);
    }
}
