using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Realtime.Actors.Connections;
using Realtime.Protocol;

namespace Realtime.Node.Auth;

/// <summary>
/// What a token allows: <c>sub</c> (who), <c>topics</c> (keys and beginnings such as <c>acme:*</c>; needed), <c>presence</c> (<c>list</c>, <c>count</c> or
/// <c>off</c>; <c>count</c> where it is not said) and <c>data_sets</c> (a list; all where it is not said).
/// </summary>
internal static class TokenClaims
{
    /// <summary>Each join goes through them.</summary>
    private const int MostPatterns = 256;

    /// <summary>Null: <paramref name="grant"/> is what it allows. Else what is wrong with it.</summary>
    public static string? Read(JsonWebToken token, TimeSpan skew, out Grant? grant)
    {
        grant = null;
        // A name is shown to others and written into lists: as long as a presence key may be.
        if (token.Subject is not { Length: > 0 } user || Encoding.UTF8.GetByteCount(user) > JoinParameters.MaxKeyBytes || user.Any(char.IsControl)) return TokenRefusal.Claims;
        var claims = JsonElement.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        if (!TryTexts(claims, "topics", out var topics) || topics is not { IsEmpty: false, Length: <= MostPatterns }) return TokenRefusal.Claims;
        if (!TryTexts(claims, "data_sets", out var dataSets) || Presence(claims) is not { } presence) return TokenRefusal.Claims;
        grant = new Grant
        {
            User = user,
            Topics = topics.Value,
            Presence = presence,
            DataSets = dataSets?.ToFrozenSet(StringComparer.Ordinal),
            Expires = End(token.ValidTo, skew),
        };
        return null;
    }

    /// <summary>As late as a handshake would still take it: else a node whose clock is ahead would let it in and send it away, again and again.</summary>
    private static DateTimeOffset End(DateTime until, TimeSpan skew) =>
        new(until < DateTime.MaxValue - skew ? until + skew : until, TimeSpan.Zero);

    private static PresenceMode? Presence(JsonElement claims)
    {
        if (!claims.TryGetProperty("presence", out var claim)) return PresenceMode.Count;
        return claim.ValueKind switch
        {
            JsonValueKind.True => PresenceMode.List,
            JsonValueKind.False => PresenceMode.Off,
            JsonValueKind.String => claim.GetString() switch
            {
                "list" => PresenceMode.List,
                "count" => PresenceMode.Count,
                "off" => PresenceMode.Off,
                _ => null,
            },
            _ => null,
        };
    }

    /// <summary>A list of texts, or one; null where the claim is missing. False: it is something else.</summary>
    private static bool TryTexts(JsonElement claims, string claim, out ImmutableArray<string>? texts)
    {
        texts = null;
        if (!claims.TryGetProperty(claim, out var value)) return true;
        if (value.ValueKind == JsonValueKind.String) texts = [value.GetString()!];
        else if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)) texts = [.. value.EnumerateArray().Select(item => item.GetString()!)];
        return texts is not null;
    }
}
