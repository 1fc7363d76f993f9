using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Node.Stores;

namespace Realtime.Node.Health;

/// <summary>
/// Started: the node has joined and its data sets were tried, whatever came of it since. That it listens, who gets an answer knows. Both happen once, so that true
/// stays true: whoever restarts what never starts leaves alone what has trouble later.
/// </summary>
internal sealed class StartupCheck : IHealthCheck
{
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FirstQuestions _questions;

    public StartupCheck(ActorSystem system, FirstQuestions questions)
    {
        _questions = questions;
        Cluster.Get(system).RegisterOnMemberUp(() => _joined.TrySetResult());
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !_joined.Task.IsCompleted ? HealthCheckResult.Unhealthy("the node has not joined the cluster")
        : !_questions.Asked.IsCompleted ? HealthCheckResult.Unhealthy("its data sets are still being tried")
        : HealthCheckResult.Healthy());
}
