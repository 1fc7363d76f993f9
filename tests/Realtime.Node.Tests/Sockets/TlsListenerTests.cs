using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Realtime.Testing;

namespace Realtime.Node.Tests.Sockets;

/// <summary>A listener with TLS of its own serves sockets over it, and nothing in clear.</summary>
public sealed class TlsListenerTests
{
    [Fact]
    public async Task Sockets_are_served_over_tls_and_a_handshake_in_clear_is_not_answered()
    {
        using var certificates = new CertificateFolder();
        certificates.Sign("node", "authority");
        var (plain, secure) = (FreePort.Next(), FreePort.Next());
        await using var node = NodeProcess.StartNow(
            plain,
            null,
            $"Kestrel:Endpoints:Plain:Url=http://127.0.0.1:{plain}",
            $"Kestrel:Endpoints:Secure:Url=https://127.0.0.1:{secure}",
            $"Kestrel:Endpoints:Secure:Certificate:Path={certificates["node.pem"]}",
            $"Kestrel:Endpoints:Secure:Certificate:KeyPath={certificates["node-key.pem"]}");
        await node.ReadyAsync();

        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=node";
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{secure}/socket/websocket?vsn=2.0.0"), patience.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""["1","1","realtime:acme","phx_join",{}]"""), WebSocketMessageType.Text, true, patience.Token);
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
        Assert.StartsWith("""["1","1","realtime:acme","phx_reply",{"status":"ok",""", Encoding.UTF8.GetString(buffer, 0, received.Count), StringComparison.Ordinal);

        Assert.StartsWith("HTTP/1.1 101", await InClearAsync(plain, patience.Token), StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 101", await InClearAsync(secure, patience.Token), StringComparison.Ordinal);
    }

    /// <summary>What a listener answers to a handshake without TLS; empty: it closes.</summary>
    private static async Task<string> InClearAsync(int port, CancellationToken stop)
    {
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port, stop);
        await tcp.SendAsync(
            Encoding.ASCII.GetBytes("GET /socket/websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"),
            stop);
        var buffer = new byte[1024];
        return Encoding.Latin1.GetString(buffer, 0, await tcp.ReceiveAsync(buffer.AsMemory(), stop));
    }
}
