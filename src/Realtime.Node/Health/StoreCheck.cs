using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Node.Stores;

namespace Realtime.Node.Health;

/// <summary>A node is ready once its data sets were tried, so that a first page shows numbers; a store that did not answer does not hold it up.</summary>
internal sealed class StoreCheck(FirstQuestions questions) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(questions.Asked.IsCompleted ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("its data sets are still being tried"));
}
