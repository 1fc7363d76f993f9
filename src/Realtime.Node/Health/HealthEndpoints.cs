using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Realtime.Node.Health;

/// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/health/startup</c>: 200 when true, 503 with the reason when not.</summary>
internal static class HealthEndpoints
{
    /// <summary>Tag of the checks behind <c>/health/live</c>.</summary>
    public const string Live = "live";

    /// <summary>Tag of the checks behind <c>/health/ready</c>.</summary>
    public const string Ready = "ready";

    /// <summary>Tag of the check behind <c>/health/startup</c>.</summary>
    public const string Startup = "startup";

    public static void AddNodeHealth(this IServiceCollection services) => services.AddSingleton<StartupCheck>().AddHealthChecks()
        .AddCheck<LiveCheck>("actors", tags: [Live])
        .AddCheck<ReadyCheck>("membership", tags: [Ready])
        .AddCheck<StoreCheck>("store", tags: [Ready])
        .AddCheck<StartupCheck>("startup", tags: [Startup]);

    public static void MapHealth(this WebApplication app)
    {
        // It hears of the join only if it is there before.
        app.Services.GetRequiredService<StartupCheck>();
        foreach (var tag in (string[])[Live, Ready, Startup])
        {
            app.MapHealthChecks($"/health/{tag}", new HealthCheckOptions
            {
                // Akka.Hosting brings checks of its own under the same tags; its readiness stays true for ever once it was.
                Predicate = check => check.Tags.Contains(tag) && !check.Tags.Contains("akka"),
                ResponseWriter = HealthAnswer.WriteAsync,
            });
        }
    }
}
