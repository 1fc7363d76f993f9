using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Realtime.Node.Tests.EndToEnd;
using Realtime.Testing;

namespace Realtime.Node.Tests.Sockets;

/// <summary>A handshake is answered on its way in, or as a request among others: whoever connects cannot tell.</summary>
[Collection(DemoNodeCollection.Name)]
public sealed class HandshakeWaysTests(DemoNode node)
{
    private const string Handshake =
        "GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: phoenix, base64url.bearer.phx.e30\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

    /// <summary>What a browser sends at once, or a proxy in pieces, or behind the page on the same connection.</summary>
    public static TheoryData<string[]> Ways => new()
    {
        new[] { Handshake },
        new[] { Handshake[..60], Handshake[60..] },
        new[] { "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", Handshake },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task However_a_handshake_comes_its_socket_is_the_same(string[] pieces)
    {
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, node.Process.Port);
        await using var stream = new NetworkStream(tcp);
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(piece));
            if (piece.StartsWith("GET /health", StringComparison.Ordinal)) await AnswerAsync(stream);
            // The rest shall come as a packet of its own.
            else await Task.Delay(100);
        }

        var answer = await AnswerAsync(stream);
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Protocol: phoenix\r\n", answer, StringComparison.Ordinal);
        await WatchAsync(stream);
    }

    [Fact]
    public async Task Messages_behind_a_handshake_in_the_same_packet_are_read()
    {
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, node.Process.Port);
        await using var stream = new NetworkStream(tcp);
        using var packet = new MemoryStream();
        packet.Write(Encoding.ASCII.GetBytes(Handshake));
        using (var writer = WebSocket.CreateFromStream(packet, new WebSocketCreationOptions())) await JoinAsync(writer);
        await stream.WriteAsync(packet.ToArray());
        Assert.StartsWith("HTTP/1.1 101", await AnswerAsync(stream), StringComparison.Ordinal);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
        Assert.StartsWith("""["1","1","realtime:acme","phx_reply",{"status":"ok",""", await TextAsync(socket), StringComparison.Ordinal);
    }

    /// <summary>Join, ping and close, each answered.</summary>
    private static async Task WatchAsync(Stream stream)
    {
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(200), KeepAliveTimeout = Eventually.Deadline });
        await JoinAsync(socket);
        var replies = 0;
        var frames = 0;
        while (replies == 0 || frames < 8)
        {
            var text = await TextAsync(socket);
            replies += text.Contains("phx_reply", StringComparison.Ordinal) ? 1 : 0;
            frames += text.Contains("\"state\":\"live\"", StringComparison.Ordinal) ? 1 : 0;
        }

        using var patience = new CancellationTokenSource(Eventually.Deadline);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    private static Task JoinAsync(WebSocket socket) =>
        socket.SendAsync(Encoding.UTF8.GetBytes("""["1","1","realtime:acme","phx_join",{}]"""), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> TextAsync(WebSocket socket)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var (text, buffer) = (new MemoryStream(), new byte[4096]);
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            text.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>A head of HTTP, and with it a body of the length that it names.</summary>
    private static async Task<string> AnswerAsync(Stream stream)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var (head, one) = (new StringBuilder(), new byte[1]);
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, patience.Token);
            head.Append((char)one[0]);
        }

        var answer = head.ToString();
        if (answer.Contains("chunked", StringComparison.Ordinal))
        {
            while (!head.ToString().EndsWith("0\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one, patience.Token);
                head.Append((char)one[0]);
            }
        }

        return answer;
    }
}
