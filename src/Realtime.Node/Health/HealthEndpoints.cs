using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Realtime.Node.Health;

/// <summary><c>/health/live</c> and <c>/health/ready</c>: 200 when true, 503 with the reason when not.</summary>
internal static class HealthEndpoints
{
    /// <summary>Tag of the checks behind <c>/health/live</c>.</summary>
    public const string Live = "live";

    /// <summary>Tag of the checks behind <c>/health/ready</c>.</summary>
    public const string Ready = "ready";

    public static void AddNodeHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<LiveCheck>("actors", tags: [Live])
        .AddCheck<ReadyCheck>("membership", tags: [Ready])
        .AddCheck<StoreCheck>("store", tags: [Ready]);

    public static void MapHealth(this WebApplication app)
    {
        foreach (var tag in (string[])[Live, Ready])
        {
            app.MapHealthChecks($"/health/{tag}", new HealthCheckOptions
            {
                // Akka.Hosting brings checks of its own under the same tags; its readiness stays true for ever once it was.
                Predicate = check => check.Tags.Contains(tag) && !check.Tags.Contains("akka"),
                ResponseWriter = (context, report) =>
                {
                    var reasons = report.Entries.Where(e => e.Value.Description is not null).Select(e => $"{e.Key}: {e.Value.Description}");
                    return context.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. reasons]) + "\n");
                },
            });
        }
    }
}
