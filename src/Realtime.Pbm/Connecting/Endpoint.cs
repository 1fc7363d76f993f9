using System.Globalization;

namespace Realtime.Pbm.Connecting;

/// <summary>Where a member listens for operators.</summary>
/// <param name="Host">A name or an address, without brackets.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record Endpoint(string Host, int Port)
{
    /// <summary>Where a member listens unless its settings say otherwise.</summary>
    public static readonly Endpoint Default = new("127.0.0.1", 9110);

    /// <summary>Reads <c>name:port</c>, <c>1.2.3.4:port</c> or <c>[::1]:port</c>; null: it has another shape, so it is a word of a command.</summary>
    public static Endpoint? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535) return null;
        var host = text[..colon];
        if (host is ['[', .. var inner, ']']) return inner.Contains(':', StringComparison.Ordinal) && Uri.CheckHostName(inner) == UriHostNameType.IPv6 ? new Endpoint(inner, port) : null;
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? new Endpoint(host, port) : null;
    }

    /// <summary>As it was given.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
