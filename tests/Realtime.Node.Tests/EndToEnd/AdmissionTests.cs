using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Realtime.Node.Tests.Metrics;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Limits of a real node: what a client that asks for too much is told, and that others notice nothing.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task Sockets_past_the_limit_are_refused_and_there_is_room_again_when_one_has_gone()
    {
        await using var node = await StartAsync("Connections=3");
        var clients = new List<PhoenixClient>();
        for (var i = 0; i < 3; i++) clients.Add(await PhoenixClient.ConnectAsync(node));
        await RefusedAsync(node, HttpStatusCode.ServiceUnavailable, "too many connections: try again later", "connections");
        await clients[0].DisposeAsync();
        await Eventually.HoldsAsync(async () => await TryAsync(node), "there is room again");
        foreach (var client in clients.Skip(1)) await client.DisposeAsync();
    }

    [Fact]
    public async Task Sockets_of_one_address_and_handshakes_in_a_second_are_limited()
    {
        await using var node = await StartAsync("ConnectionsPerAddress=2");
        await using var first = await PhoenixClient.ConnectAsync(node);
        await using var second = await PhoenixClient.ConnectAsync(node);
        await RefusedAsync(node, HttpStatusCode.TooManyRequests, "too many connections per address: try again later", "connections_per_address");
        await using var hasty = await StartAsync("HandshakesPerSecond=1");
        await using var one = await PhoenixClient.ConnectAsync(hasty);
        await using var two = await PhoenixClient.ConnectAsync(hasty);
        await RefusedAsync(hasty, HttpStatusCode.TooManyRequests, "too many handshakes: try again later", "handshakes");
        await Eventually.HoldsAsync(async () => await TryAsync(hasty), "a second later one is let in");
    }

    [Fact]
    public async Task A_flood_of_joins_is_refused_past_the_limit_and_may_be_tried_again()
    {
        await using var node = await StartAsync("JoinsPerSecond=5", "Realtime:Topics:MaxPerConnection=10");
        await using var client = await PhoenixClient.ConnectAsync(node);
        for (var i = 0; i < 40; i++) await client.PushAsync("realtime:acme", "phx_join", $"{i}", $"{i}");
        await client.ReplyAsync("realtime:acme", "39");
        Assert.Contains("too many joins: at most 5 a second", (await client.ReplyAsync("realtime:acme", "39")).Text, StringComparison.Ordinal);
        await CountedAsync(node, "joins");
        await Eventually.HoldsAsync(
            async () =>
            {
                var from = client.Count;
                await client.PushAsync("realtime:acme", "phx_join", "again", "again");
                return (await client.ReplyAsync("realtime:acme", "again", from)).Text.Contains("\"ok\"", StringComparison.Ordinal);
            },
            "a join is answered again");
        await ServesOthersAsync(node);
    }

    [Fact]
    public async Task Topics_that_nobody_else_watches_and_topics_of_a_node_are_limited_and_come_back_as_they_are_left()
    {
        await using var node = await StartAsync("ColdTopicsPerUser=3", "TopicsPerNode=5", "Realtime:Linger=00:00:00");
        await using var client = await PhoenixClient.ConnectAsync(node);
        for (var i = 0; i < 4; i++) await client.PushAsync($"realtime:cold-{i}", "phx_join", $"{i}", $"{i}");
        Assert.Contains("too many topics that nobody else watches: at most 3", (await client.ReplyAsync("realtime:cold-3", "3")).Text, StringComparison.Ordinal);
        await CountedAsync(node, "cold_topics");
        await client.PushAsync("realtime:cold-0", "phx_leave", "l", "0");
        await client.ReplyAsync("realtime:cold-0", "l");
        await Eventually.HoldsAsync(
            async () =>
            {
                var from = client.Count;
                await client.PushAsync("realtime:cold-3", "phx_join", "r", "r");
                return (await client.ReplyAsync("realtime:cold-3", "r", from)).Text.Contains("\"ok\"", StringComparison.Ordinal);
            },
            "a topic that was left makes room");
    }

    [Fact]
    public async Task Who_sends_too_much_is_read_more_slowly_and_others_at_once()
    {
        await using var node = await StartAsync("MessagesPerSecond=20");
        await using var client = await PhoenixClient.ConnectAsync(node);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 80; i++) await client.PushAsync("phoenix", "heartbeat", $"{i}");
        await ServesOthersAsync(node);
        await client.ReplyAsync("phoenix", "79");
        // 40 at once, the others at 20 a second.
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1.5), $"{watch.Elapsed}");
        await CountedAsync(node, "messages");
    }

    [Fact]
    public async Task A_meta_past_its_limit_is_refused()
    {
        await using var node = await StartAsync("MetaBytes=20");
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.PushAsync("realtime:acme", "phx_join", "1", "1", """{"key":"ada","meta":{"a":"0123456789012345"}}""");
        Assert.Contains("expected at most 20", (await client.ReplyAsync("realtime:acme", "1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshakes_that_are_never_finished_are_cut_off_and_hurt_nobody()
    {
        await using var node = await StartAsync();
        var halves = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
        {
            var half = new TcpClient();
            await half.ConnectAsync(IPAddress.Loopback, node.Port);
            await half.GetStream().WriteAsync("GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\nHost: a\r\n"u8.ToArray());
            halves.Add(half);
        }

        await ServesOthersAsync(node);
        foreach (var half in halves)
        {
            var answer = await new StreamReader(half.GetStream()).ReadToEndAsync().WaitAsync(Eventually.Deadline);
            Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
            half.Dispose();
        }
    }

    [Fact]
    public async Task Odd_requests_are_refused_and_nothing_of_them_is_in_the_answer()
    {
        await using var node = await StartAsync();
        (string Request, string Status)[] cases =
        [
            ("GET /socket/websocket%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 404"),
            ("GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 404"),
            ("GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400"),
            ("GET /health/live HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n", "HTTP/1.1 400"),
            ("GET /health/live HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n", "HTTP/1.1 400"),
            ("POST /api/topics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello", "HTTP/1.1 405"),
            ("BOGUS\r\n\r\n", "HTTP/1.1 400"),
        ];
        foreach (var (request, status) in cases)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, node.Port);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
            var answer = await new StreamReader(client.GetStream()).ReadToEndAsync().WaitAsync(Eventually.Deadline);
            Assert.StartsWith(status, answer, StringComparison.Ordinal);
            Assert.DoesNotContain("passwd", answer, StringComparison.Ordinal);
        }

        await ServesOthersAsync(node);
    }

    private static Task<NodeProcess> StartAsync(params string[] limits) =>
        NodeProcess.StartAsync(["Realtime:Interval=00:00:01", .. limits.Select(l => l.StartsWith("Realtime:", StringComparison.Ordinal) ? l : "Realtime:Limits:" + l)]);

    private static async Task<bool> TryAsync(NodeProcess node)
    {
        try
        {
            await using var client = await PhoenixClient.ConnectAsync(node);
            return true;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    private static async Task RefusedAsync(NodeProcess node, HttpStatusCode status, string text, string limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket/websocket?vsn=2.0.0");
        foreach (var (name, value) in new[] { ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") }) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await node.Http.SendAsync(request);
        Assert.Equal((status, text + "\n"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.NotNull(response.Headers.RetryAfter);
        await CountedAsync(node, limit);
    }

    private static async Task CountedAsync(NodeProcess node, string limit)
    {
        await Eventually.HoldsAsync(async () => (await Scrape.OfAsync(node)).Sum("realtime_limits_reached_total", ("limit", limit)) > 0, $"{limit} is counted");
        await Eventually.HoldsAsync(() => node.Says($"Refused 127.0.0.1: limit {limit}, and "), $"{limit} is logged");
    }

    private static async Task ServesOthersAsync(NodeProcess node)
    {
        await using var other = await PhoenixClient.ConnectAsync(node);
        await other.JoinAsync("globex");
        await other.FrameAsync("globex", "time_series", f => f.IsSnapshot, "rows");
    }
}
