using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Actors.Topics;

namespace Realtime.Node.Health;

/// <summary>Ready: this node is a member that is up right now, and the shard region answers.</summary>
internal sealed class ReadyCheck(ActorSystem system, IRequiredActor<TopicRegion> region, IHostApplicationLifetime lifetime) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return HealthCheckResult.Unhealthy("the node stops");
        var status = Cluster.Get(system).SelfMember.Status;
        if (status != MemberStatus.Up) return HealthCheckResult.Unhealthy($"member is {status}");
        try
        {
            await region.ActorRef.Ask<CurrentRegions>(GetCurrentRegions.Instance, Patience, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (AskTimeoutException)
        {
            return HealthCheckResult.Unhealthy("the shard region has not found its coordinator");
        }
    }
}
