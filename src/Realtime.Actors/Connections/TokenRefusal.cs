namespace Realtime.Actors.Connections;

/// <summary>Why a token is refused, in a few words of our own: they go to clients and metrics, and hold nothing of the token.</summary>
public static class TokenRefusal
{
    /// <summary>There is none.</summary>
    public const string Missing = "token missing";

    /// <summary>It is longer than any that is looked at.</summary>
    public const string TooLong = "token too long";

    /// <summary>It is none.</summary>
    public const string Malformed = "token malformed";

    /// <summary>Its time is over.</summary>
    public const string Expired = "token expired";

    /// <summary>Its time has not come.</summary>
    public const string NotYet = "token not yet valid";

    /// <summary>Somebody else made it.</summary>
    public const string Issuer = "token of another issuer";

    /// <summary>It is for somebody else.</summary>
    public const string Audience = "token for another audience";

    /// <summary>It is signed by an algorithm that is not on the list, or not at all.</summary>
    public const string Algorithm = "token signed in a way that does not count here";

    /// <summary>No known key signed it, or it was changed since.</summary>
    public const string Signature = "token not signed by a known key";

    /// <summary>It does not say who, or what for.</summary>
    public const string Claims = "token without the claims it needs";

    /// <summary>Every reason.</summary>
    public static readonly string[] All = [Missing, TooLong, Malformed, Expired, NotYet, Issuer, Audience, Algorithm, Signature, Claims];
}
