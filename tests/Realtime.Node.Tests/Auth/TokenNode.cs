using Realtime.Testing;

namespace Realtime.Node.Tests.Auth;

/// <summary>One node that asks for tokens, and logs requests as far as it can be told to.</summary>
public sealed class TokenNode : IAsyncLifetime
{
    /// <summary>The node.</summary>
    public NodeProcess Process { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Process = await NodeProcess.StartAsync(
        "Realtime:Interval=00:00:01", "Realtime:Auth:Mode=jwt", $"Realtime:Auth:Secrets:0={Tokens.Secret}", $"Realtime:Auth:Issuer={Tokens.Issuer}",
        $"Realtime:Auth:Audience={Tokens.Audience}", "Realtime:Auth:ClockSkew=00:00:00", "Realtime:Auth:NoticeBefore=00:00:03",
        "Logging:LogLevel:Microsoft.AspNetCore=Trace", "Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace");

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Process.DisposeAsync();
}
