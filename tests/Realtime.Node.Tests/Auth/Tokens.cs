using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Realtime.Node.Tests.Auth;

/// <summary>Makes tokens as an identity provider would, good ones and others.</summary>
internal static class Tokens
{
    public const string Secret = "a secret of this test, with a comma, and more than the sixty-four bytes that HS512 asks for";
    public const string Issuer = "https://issuer.test";
    public const string Audience = "dashboards";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public static SigningCredentials WithSecret(string secret = Secret, string algorithm = SecurityAlgorithms.HmacSha256) =>
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), algorithm);

    public static SigningCredentials WithRsa(RSA rsa, string kid) => new(new RsaSecurityKey(rsa) { KeyId = kid }, SecurityAlgorithms.RsaSha256);

    public static SigningCredentials WithEc(ECDsa ec, string kid) => new(new ECDsaSecurityKey(ec) { KeyId = kid }, SecurityAlgorithms.EcdsaSha256);

    /// <summary>A token; every part can be another one.</summary>
    public static string Make(
        string user = "ada", object? topics = null, SigningCredentials? key = null, string issuer = Issuer, string audience = Audience, TimeSpan? lasts = null, TimeSpan? from = null,
        params (string Name, object Value)[] claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var all = claims.ToDictionary(c => c.Name, c => c.Value);
        all["sub"] = user;
        if (topics is not "none") all["topics"] = topics ?? new[] { "acme", "team:*" };
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = now + (lasts ?? TimeSpan.FromHours(1)),
            NotBefore = now + (from ?? TimeSpan.FromMinutes(-1)),
            Claims = all,
            SigningCredentials = key ?? WithSecret(),
        });
    }

    /// <summary>A good token whose claims were changed afterwards.</summary>
    public static string Changed()
    {
        var parts = Make().Split('.');
        var payload = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace("acme", "evil", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }

    /// <summary>A token that says of itself that it needs no signature.</summary>
    public static string Unsigned()
    {
        var payload = Make().Split('.')[1];
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.";
    }

    /// <summary>A key set as providers publish it.</summary>
    public static string KeySet(params JsonWebKey[] keys) => JsonSerializer.Serialize(new
    {
        keys = keys.Select(k => k.Kty == "RSA"
            ? (object)new { kty = k.Kty, kid = k.Kid, use = "sig", n = k.N, e = k.E }
            : new { kty = k.Kty, kid = k.Kid, use = "sig", crv = k.Crv, x = k.X, y = k.Y }),
    });

    public static JsonWebKey Public(RSA rsa, string kid) =>
        JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)) { KeyId = kid });

    public static JsonWebKey Public(ECDsa ec, string kid) => JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ec) { KeyId = kid });
}
