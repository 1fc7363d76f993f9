using System.Net;

namespace Realtime.Actors.Connections;

/// <summary>Who is at the other end of a socket.</summary>
/// <param name="Address">Where it comes from: a browser, or the proxy in front.</param>
/// <param name="Port">Its port.</param>
public sealed record Peer(IPAddress Address, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(Address.IsIPv4MappedToIPv6 ? Address.MapToIPv4() : Address, Port).ToString();
}
