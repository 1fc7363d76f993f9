using Realtime.Actors.Connections;

namespace Realtime.Node.Auth;

/// <summary>What checks tokens, where they are asked for.</summary>
internal static class AuthRegistration
{
    /// <summary>Logs each request with its address, and with the token that may stand in it.</summary>
    private const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddAuthentication(this IServiceCollection services, AuthSettings settings)
    {
        if (settings.Mode == AuthMode.None)
        {
            services.AddSingleton(p => new Authentication(null, p.GetRequiredService<Refusals>()));
            return;
        }

        services.AddSingleton(p => ActivatorUtilities.CreateInstance<KeyRing>(p, settings));
        services.AddHostedService(p => p.GetRequiredService<KeyRing>());
        services.AddSingleton(p => new Authentication(ActivatorUtilities.CreateInstance<TokenCheck>(p, settings), p.GetRequiredService<Refusals>()));
        // Whatever levels are set: the last rule for the same category counts.
        services.PostConfigure<LoggerFilterOptions>(options => options.Rules.Add(new LoggerFilterRule(null, RequestLog, LogLevel.Warning, null)));
    }
}
