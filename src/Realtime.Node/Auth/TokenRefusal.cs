using Microsoft.IdentityModel.Tokens;

namespace Realtime.Node.Auth;

/// <summary>Why a token is refused, in a few words of our own: they go to clients and metrics, and hold nothing of the token.</summary>
internal static class TokenRefusal
{
    public const string Missing = "token missing";
    public const string TooLong = "token too long";
    public const string Malformed = "token malformed";
    public const string Expired = "token expired";
    public const string NotYet = "token not yet valid";
    public const string Issuer = "token of another issuer";
    public const string Audience = "token for another audience";
    public const string Algorithm = "token signed in a way that does not count here";
    public const string Signature = "token not signed by a known key";
    public const string Claims = "token without the claims it needs";

    /// <summary>Every reason.</summary>
    public static readonly string[] All = [Missing, TooLong, Malformed, Expired, NotYet, Issuer, Audience, Algorithm, Signature, Claims];

    /// <summary>The reason that a failed validation stands for.</summary>
    public static string Of(Exception? exception) => exception switch
    {
        SecurityTokenExpiredException or SecurityTokenNoExpirationException => Expired,
        SecurityTokenNotYetValidException => NotYet,
        SecurityTokenInvalidIssuerException => Issuer,
        SecurityTokenInvalidAudienceException => Audience,
        SecurityTokenInvalidAlgorithmException => Algorithm,
        SecurityTokenMalformedException => Malformed,
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => Signature,
        _ => Malformed,
    };
}
