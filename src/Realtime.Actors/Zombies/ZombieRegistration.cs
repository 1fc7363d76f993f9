using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Membership;
using Realtime.Actors.Metrics;
using Realtime.Actors.Operations;

namespace Realtime.Actors.Zombies;

/// <summary>Marks the auditor in the actor registry.</summary>
public sealed class ZombieAuditorKey;

/// <summary>The audit's actors, registered with Akka.Hosting.</summary>
internal static class ZombieRegistration
{
    /// <summary>A census on every node, and one auditor in the cluster, on the oldest node that holds topics.</summary>
    public static AkkaConfigurationBuilder AddZombieAudit(this AkkaConfigurationBuilder builder, MembershipSettings node, AuditTimes times, RealtimeMetrics metrics, ILoggerFactory logs)
    {
        builder.WithActors((system, _) => system.ActorOf(
            Census.Props(
                Cluster.Get(system).SelfUniqueAddress.Uid,
                node.IsTopic ? system.ActorSelection("/user/presence-index") : null,
                node.IsEdge ? system.ActorSelection("/user/relays") : null),
            Census.Name));
        if (!node.IsTopic) return builder;
        builder.WithActors((system, _) => ZombieQueries.AddNone(NodeQueries.Of(system)));
        return builder.WithSingleton<ZombieAuditorKey>(
            "zombie-auditor",
            (system, _, _) => ZombieAuditor.Props(() => AuditedNode.Of(system), times, metrics, logs.CreateLogger("Realtime.Zombies")),
            new ClusterSingletonOptions { Role = MembershipSettings.TopicRole },
            createProxyToo: false);
    }
}
