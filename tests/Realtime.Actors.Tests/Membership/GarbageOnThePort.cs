using System.Net;
using System.Net.Sockets;

namespace Realtime.Actors.Tests.Membership;

/// <summary>What reaches a port by mistake or on purpose, and is no member.</summary>
internal static class GarbageOnThePort
{
    /// <summary>Random bytes, a web browser, a frame of two gigabytes that never comes, one of negative length, an empty connection.</summary>
    public static async Task SendAsync(int port)
    {
        var random = new byte[8192];
        new Random(1).NextBytes(random);
        byte[][] all = [random, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3], [0xFF, 0xFF, 0xFF, 0xFF, 1], [0, 0, 0, 0], [3, 0, 0, 0, 9, 9, 9], []];
        foreach (var garbage in all)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.GetStream().WriteAsync(garbage);
        }
    }
}
