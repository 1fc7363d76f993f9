using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Realtime.Actors.Connections;

namespace Realtime.Node.Auth;

/// <summary>Checks JWTs: signature, algorithm, issuer, audience, lifetime, and what they claim.</summary>
internal sealed class TokenCheck : ITokenCheck
{
    /// <summary>A longer one is not looked at. Most have some hundred; the request line that one may stand in is cut at 8 KB.</summary>
    public const int MostCharacters = 6144;

    private readonly KeyRing _keys;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MostCharacters };
    private readonly TokenValidationParameters _rules;
    private readonly TimeSpan _skew;

    public TokenCheck(AuthSettings settings, KeyRing keys, TimeProvider time)
    {
        (_keys, _skew) = (keys, settings.ClockSkew);
        _rules = new TokenValidationParameters
        {
            ValidAlgorithms = settings.Algorithms,
            IssuerSigningKeyResolver = (_, _, kid, _) => keys.Find(kid),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            TryAllIssuerSigningKeys = true,
            ValidateIssuer = settings.Issuer.Length > 0,
            ValidIssuer = settings.Issuer,
            ValidateAudience = settings.Audience.Length > 0,
            ValidAudience = settings.Audience,
            LifetimeValidator = (from, until, _, _) => Lifetime(from, until, time.GetUtcNow().UtcDateTime, settings.ClockSkew),
        };
    }

    /// <inheritdoc/>
    public async Task<TokenVerdict> CheckAsync(string token)
    {
        if (token.Length > MostCharacters) return Refused(TokenRefusal.TooLong);
        // First: what a token says of its own signature must not decide how it is checked.
        if (!TryAlgorithm(token, out var algorithm)) return Refused(TokenRefusal.Malformed);
        if (!_rules.ValidAlgorithms.Contains(algorithm)) return Refused(TokenRefusal.Algorithm);
        var result = await _handler.ValidateTokenAsync(token, _rules).ConfigureAwait(false);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && await _keys.LookAgainAsync().ConfigureAwait(false))
        {
            result = await _handler.ValidateTokenAsync(token, _rules).ConfigureAwait(false);
        }

        if (!result.IsValid) return Refused(Reason(result.Exception));
        return TokenClaims.Read((JsonWebToken)result.SecurityToken, _skew, out var grant) is { } fault ? Refused(fault) : new TokenVerdict(grant, null);
    }

    private bool TryAlgorithm(string token, out string algorithm)
    {
        algorithm = "";
        try
        {
            algorithm = _handler.ReadJsonWebToken(token).Alg ?? "";
            return true;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return false;
        }
    }

    private static TokenVerdict Refused(string reason) => new(null, reason);

    private static bool Lifetime(DateTime? from, DateTime? until, DateTime now, TimeSpan skew)
    {
        if (until is not { } end || end + skew <= now) throw new SecurityTokenExpiredException();
        if (from - skew > now) throw new SecurityTokenNotYetValidException();
        return true;
    }

    /// <summary>The reason that a failed validation stands for.</summary>
    private static string Reason(Exception? exception) => exception switch
    {
        SecurityTokenExpiredException or SecurityTokenNoExpirationException => TokenRefusal.Expired,
        SecurityTokenNotYetValidException => TokenRefusal.NotYet,
        SecurityTokenInvalidIssuerException => TokenRefusal.Issuer,
        SecurityTokenInvalidAudienceException => TokenRefusal.Audience,
        SecurityTokenInvalidAlgorithmException => TokenRefusal.Algorithm,
        SecurityTokenMalformedException => TokenRefusal.Malformed,
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => TokenRefusal.Signature,
        _ => TokenRefusal.Malformed,
    };
}
