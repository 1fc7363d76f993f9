namespace Realtime.Node.Sockets;

/// <summary>Which pages may open a socket: the server's own by default, else those of a list.</summary>
/// <param name="hosts">Hosts, exact (<c>dash.example.com</c>) or with a wildcard (<c>*.example.com</c>: any name below, at any depth); empty = the request's own host.</param>
internal sealed class AllowedOrigins(IReadOnlyCollection<string> hosts)
{
    /// <summary>Whether a handshake with this <c>Origin</c> header may go on. Programs send none and may.</summary>
    public bool Allow(string? origin, HostString requested)
    {
        if (string.IsNullOrEmpty(origin)) return true;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)) return false;
        if (hosts.Count == 0) return string.Equals(uri.IdnHost, requested.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
        return hosts.Any(host => host.StartsWith("*.", StringComparison.Ordinal)
            ? uri.IdnHost.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(uri.IdnHost, host, StringComparison.OrdinalIgnoreCase));
    }
}
