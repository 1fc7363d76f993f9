using System.Net;
using System.Net.Sockets;

namespace Realtime.Local;

/// <summary>Chooses ports that stay a member's own while it is down: below the range from which the system takes ports for outgoing connections.</summary>
internal static class FixedPort
{
    private const int First = 18_000;
    private const int End = 32_000;

    /// <summary>A free port of loopback.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Somebody else's: try another.
            }
        }
    }
}
