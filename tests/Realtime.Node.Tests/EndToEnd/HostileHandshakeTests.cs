using System.Net;
using System.Net.Sockets;
using System.Text;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Requests that no browser makes, written byte by byte: each gets a refusal, and nobody else notices.</summary>
[Collection(DemoNodeCollection.Name)]
public sealed class HostileHandshakeTests(DemoNode node)
{
    private const string Line = "GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\n";

    private const string Upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private const string Host = "Host: 127.0.0.1\r\n";

    public static TheoryData<string, string> Requests => new()
    {
        { Line + Host + Upgrade + "\r\n", "101" },
        { "GET /socket/websocket%2f.. HTTP/1.1\r\n" + Host + Upgrade + "\r\n", "404" },
        { "GET /socket/..%2f..%2fetc/passwd HTTP/1.1\r\n" + Host + "\r\n", "404" },
        { "GET /../../etc/passwd HTTP/1.1\r\n" + Host + "\r\n", "404" },
        { "GET /socket/websocket%00 HTTP/1.1\r\n" + Host + Upgrade + "\r\n", "400" },
        { "GET http://evil.example/socket/websocket?vsn=2.0.0 HTTP/1.1\r\n" + Host + Upgrade + "\r\n", "400" },
        { Line + Host + "Host: evil.example\r\n" + Upgrade + "\r\n", "400" },
        { Line + Upgrade + "\r\n", "400" },
        { Line + Host + "X-Folded: a\r\n b\r\n" + Upgrade + "\r\n", "400" },
        { Line + Host + "X-Cut: a\rSet-Cookie: b\r\n" + Upgrade + "\r\n", "400" },
        { Line + Host + "X-Nothing: a\0b\r\n" + Upgrade + "\r\n", "400" },
        { Line + Host + "X-Large: " + new string('x', 17_000) + "\r\n" + Upgrade + "\r\n", "431" },
        { Line + Host + string.Concat(Enumerable.Range(0, 70).Select(i => $"X-{i}: x\r\n")) + Upgrade + "\r\n", "431" },
        { "GET /socket/websocket?token=" + new string('x', 9_000) + " HTTP/1.1\r\n" + Host + Upgrade + "\r\n", "414" },
        { Line + Host + "Origin: http://127.0.0.1@evil.example\r\n" + Upgrade + "\r\n", "403" },
        { "POST /socket/websocket HTTP/1.1\r\n" + Host + "Content-Length: 5\r\n\r\nhello", "405" },
        { "\u0016\u0003\u0001\r\n\r\n", "400" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task An_odd_request_is_refused_in_its_own_words_and_a_right_one_served(string request, string status)
    {
        using var tcp = await SendAsync(request);
        Assert.StartsWith($"HTTP/1.1 {status}", await ReadAsync(tcp, untilEnd: false), StringComparison.Ordinal);
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("acme");
        await client.FrameAsync("acme", "startup_time", m => m.State == "live", "a frame");
    }

    [Fact]
    public async Task Half_a_handshake_is_cut_after_some_seconds_and_hundreds_of_them_hold_nobody_up()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("acme");
        var halves = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => SendAsync(Line + Host + "Upgrade: webso")));
        await using var beside = await PhoenixClient.ConnectAsync(node.Process);
        var from = await beside.JoinAsync("acme");
        foreach (var half in halves)
        {
            Assert.StartsWith("HTTP/1.1 408", await ReadAsync(half, untilEnd: true), StringComparison.Ordinal);
            half.Dispose();
        }

        var frames = await beside.FramesAsync("acme", "startup_time", 4, from);
        // A busy machine's store may be slow; nothing is late or lost because of the halves.
        Assert.All(frames, frame => Assert.Contains(frame.State, (string[])["live", "slow"]));
        Assert.True(client.IsOpen);
    }

    private async Task<Socket> SendAsync(string request)
    {
        var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, node.Process.Port);
        await tcp.SendAsync(Encoding.Latin1.GetBytes(request));
        return tcp;
    }

    /// <summary>What the node answered: the first bytes, or, with <paramref name="untilEnd"/>, all until it closed.</summary>
    private static async Task<string> ReadAsync(Socket tcp, bool untilEnd)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var answer = new StringBuilder();
        var buffer = new byte[1024];
        int read;
        while ((read = await tcp.ReceiveAsync(buffer.AsMemory(), patience.Token)) > 0)
        {
            answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            if (!untilEnd) break;
        }

        return answer.ToString();
    }
}
