using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Actors.Topics;

namespace Realtime.Node.Health;

/// <summary>Live: the actor system runs and its actors get their turns.</summary>
internal sealed class LiveCheck(ActorSystem system, IRequiredActor<TopicRegion> region) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (system.WhenTerminated.IsCompleted) return HealthCheckResult.Unhealthy("the actor system has ended");
        try
        {
            await region.ActorRef.Ask<ActorIdentity>(new Identify(null), Patience, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (AskTimeoutException)
        {
            return HealthCheckResult.Unhealthy("the actor system does not answer");
        }
    }
}
