using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Realtime.Node.Health;

/// <summary><c>/health/live</c> and <c>/health/ready</c>: 200 when true, 503 with the reason when not.</summary>
internal static class HealthEndpoints
{
    private const string Live = "live";
    private const string Ready = "ready";

    public static void AddNodeHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<LiveCheck>(Live)
        .AddCheck<ReadyCheck>(Ready);

    public static void MapHealth(this WebApplication app)
    {
        foreach (var name in (string[])[Live, Ready])
        {
            app.MapHealthChecks($"/health/{name}", new HealthCheckOptions
            {
                Predicate = check => check.Name == name,
                ResponseWriter = (context, report) =>
                {
                    var entry = report.Entries[name];
                    return context.Response.WriteAsync($"{entry.Status}{(entry.Description is { } why ? $": {why}" : "")}\n");
                },
            });
        }
    }
}
