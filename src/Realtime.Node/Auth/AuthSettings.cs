using System.Collections.Immutable;

namespace Realtime.Node.Auth;

/// <summary>Who may connect.</summary>
internal enum AuthMode
{
    /// <summary>Anybody who reaches a listener: on loopback only, unless that is meant.</summary>
    None,

    /// <summary>Whoever has a token: a JWT, signed by a key that the node knows.</summary>
    Jwt,
}

/// <summary><c>Realtime:Auth</c>: how tokens are checked.</summary>
internal sealed record AuthSettings
{
    /// <summary>RFC 7518 asks of HS256 keys as many bytes as the hash has.</summary>
    public const int LeastSecretBytes = 32;

    /// <summary><c>Mode</c>: <c>none</c> by default.</summary>
    public AuthMode Mode { get; init; }

    /// <summary><c>Secrets</c>: keys of HS256, as UTF-8 text; several while one replaces another.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary><c>Jwks</c>: a file or an address with the public keys (RSA, EC) of whoever signs; empty = none.</summary>
    public string Jwks { get; init; } = "";

    /// <summary><c>Issuer</c>: what <c>iss</c> must be; empty = not looked at.</summary>
    public string Issuer { get; init; } = "";

    /// <summary><c>Audience</c>: what <c>aud</c> must hold; empty = not looked at.</summary>
    public string Audience { get; init; } = "";

    /// <summary><c>ClockSkew</c>: how far the clocks of who signs and who checks may differ; 30 s by default.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>NoticeBefore</c>: how long before its token's end a client is told; 1 min by default, zero = not at all.</summary>
    public TimeSpan NoticeBefore { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>Algorithms</c>: those that count; by default HS256 where there are secrets, RS256 and ES256 where there is a key set.</summary>
    public ImmutableArray<string> Algorithms { get; init; } = [];
}
