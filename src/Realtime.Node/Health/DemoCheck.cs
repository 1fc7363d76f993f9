using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Node.Demo;

namespace Realtime.Node.Health;

/// <summary>A node with the demo is ready once its first viewers are there, so that a first page shows numbers; a store that is down does not hold it up.</summary>
internal sealed class DemoCheck(ViewerSimulator demo) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(demo.Tried.IsCompleted ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the demo's first viewers are still being made up"));
}
