using System.Globalization;
using Akka.Actor;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Actors.Polling;
using Realtime.Node.Stores;

namespace Realtime.Node.Health;

/// <summary>
/// A node is ready once its data sets were tried, so that a first page shows numbers. A store that does not answer degrades it and no more: another node would have
/// the same store, and topics say so themselves. It asks nothing: it tells what polls found, and where nobody polls, the last try.
/// </summary>
internal sealed class StoreCheck(FirstQuestions questions, StoreState state, ActorSystem system) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!questions.Asked.IsCompleted) return Task.FromResult(HealthCheckResult.Unhealthy("its data sets are still being tried"));
        var report = state.Report;
        return Task.FromResult(report.IsGood ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(Words(report, system.Scheduler.Now - system.Scheduler.MonotonicClock)));
    }

    /// <summary>One line per fault, with the words that browsers get: whoever reads health need not be one who may read the log.</summary>
    /// <param name="report">What fails.</param>
    /// <param name="zero">When the monotonic clock stood at zero.</param>
    internal static string Words(StoreReport report, DateTimeOffset zero)
    {
        var away = report.Outage is { } outage ? (string[])[$"does not answer, no data set can be polled {Times(outage)}"] : [];
        return string.Join('\n', away.Concat(report.DataSets.Select(d => $"data set {d.Key} fails {Times(d.Value)}")));

        string Times(FailingSince failing) => $"since {Text(failing.Since)} ({failing.Trouble.Reason}; last tried {Text(failing.LastTried)})";
        string Text(TimeSpan at) => (zero + at).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}
