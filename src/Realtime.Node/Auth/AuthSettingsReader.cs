using System.Collections.Immutable;
using System.Text;
using Realtime.Node.Settings;

namespace Realtime.Node.Auth;

/// <summary>Reads <c>Realtime:Auth</c>, and notes what cannot be.</summary>
internal static class AuthSettingsReader
{
    private const string Prefix = "Realtime:Auth:";

    private static readonly string[] WithSecrets = ["HS256", "HS384", "HS512"];

    private static readonly string[] WithKeys = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

    public static AuthSettings Read(SettingsSource source)
    {
        var mode = source.Choice(Prefix + "Mode", AuthMode.None, new Dictionary<string, AuthMode> { ["none"] = AuthMode.None, ["jwt"] = AuthMode.Jwt });
        var secrets = source.Texts(Prefix + "Secrets");
        var jwks = source.Text(Prefix + "Jwks", "");
        var settings = new AuthSettings
        {
            Mode = mode,
            Secrets = secrets,
            Jwks = jwks,
            Issuer = source.Text(Prefix + "Issuer", ""),
            Audience = source.Text(Prefix + "Audience", ""),
            ClockSkew = source.Duration(Prefix + "ClockSkew", TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            NoticeBefore = source.Duration(Prefix + "NoticeBefore", TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.FromHours(1)),
            Algorithms = Algorithms(source, secrets, jwks),
        };
        if (mode == AuthMode.Jwt && secrets.IsEmpty && jwks.Length == 0) source.Fault($"{Prefix}Mode = 'jwt' without a key: expected {Prefix}Secrets, {Prefix}Jwks, or both");
        if (mode == AuthMode.None && (!secrets.IsEmpty || jwks.Length > 0)) source.Fault($"{Prefix}Secrets or {Prefix}Jwks is set while {Prefix}Mode is 'none': expected {Prefix}Mode = 'jwt', or no keys");
        // Their text would stand in the log of a start that failed.
        foreach (var secret in secrets.Where(s => Encoding.UTF8.GetByteCount(s) < AuthSettings.LeastSecretBytes))
        {
            source.Fault($"{Prefix}Secrets holds one of {Encoding.UTF8.GetByteCount(secret)} bytes: expected at least {AuthSettings.LeastSecretBytes}");
        }

        if (jwks.Length > 0 && JwksPlace.Fault(jwks) is { } fault) source.Fault($"{Prefix}Jwks = '{jwks}': {fault}");
        return settings;
    }

    private static ImmutableArray<string> Algorithms(SettingsSource source, ImmutableArray<string> secrets, string jwks)
    {
        string[] possible = [.. secrets.IsEmpty ? [] : WithSecrets, .. jwks.Length > 0 ? WithKeys : []];
        string[] usual = [.. secrets.IsEmpty ? Array.Empty<string>() : ["HS256"], .. jwks.Length > 0 ? ["RS256", "ES256"] : Array.Empty<string>()];
        var named = source.List(Prefix + "Algorithms");
        foreach (var wrong in named.Except(possible)) source.Fault($"{Prefix}Algorithms holds '{wrong}': expected some of {string.Join(", ", possible)}");
        return named.IsEmpty ? [.. usual] : named;
    }
}
