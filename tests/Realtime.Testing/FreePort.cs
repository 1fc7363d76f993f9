using System.Net;
using System.Net.Sockets;

namespace Realtime.Testing;

/// <summary>Finds a TCP port on loopback that nobody uses.</summary>
public static class FreePort
{
    /// <summary>A port that was free a moment ago; whoever binds it next should be ready to try another.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
