using System.Text;

namespace Realtime.Node.Auth;

/// <summary>Finds the token in a request: of a socket in the query or the offered subprotocols, of anything else in the header <c>Authorization</c>.</summary>
internal static class HandshakeToken
{
    /// <summary>Phoenix clients put it behind this, in base64 without padding; both alphabets are in use.</summary>
    private const string Prefix = "base64url.bearer.phx.";

    private const string Bearer = "Bearer ";

    /// <summary>Null: there is none.</summary>
    public static string? Of(HttpRequest request, IEnumerable<string> subprotocols)
    {
        if (request.Query["token"].ToString() is { Length: > 0 } query) return query;
        if (request.Headers.Authorization.ToString() is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        return subprotocols.FirstOrDefault(p => p.StartsWith(Prefix, StringComparison.Ordinal)) is { } offered ? Decoded(offered[Prefix.Length..]) : null;
    }

    /// <summary>What cannot be read is no token, and is refused as one that is malformed.</summary>
    private static string Decoded(string text)
    {
        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[standard.Length];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : "malformed";
    }
}
