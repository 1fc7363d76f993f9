using Microsoft.Extensions.Configuration;

namespace Realtime.Operations.Logs;

/// <summary>The log's levels as operators set them while the process runs: they go before all other settings, and are forgotten when it ends.</summary>
internal sealed class LogLevels : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>From now on this category, and what is below it, logs at this level.</summary>
    /// <param name="category">Such as <c>Realtime.Polling</c>, or <c>Default</c>.</param>
    /// <param name="level">Such as <c>Debug</c>.</param>
    public void Change(string category, string level)
    {
        Set($"Logging:LogLevel:{category}", level);
        OnReload();
    }
}
