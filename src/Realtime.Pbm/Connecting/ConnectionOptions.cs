namespace Realtime.Pbm.Connecting;

/// <summary>How to reach a member.</summary>
/// <param name="To">Where it listens.</param>
/// <param name="Token">Its secret; null: it wants none. Never printed.</param>
/// <param name="Timeout">How long it may be silent.</param>
/// <param name="Tls">What to prove and to check; null: in the clear.</param>
internal sealed record ConnectionOptions(Endpoint To, string? Token, TimeSpan Timeout, TlsFiles? Tls)
{
    /// <summary>How long a member may be silent unless <c>--timeout</c> says otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
}
