using System.Net;
using System.Text.Json;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>What a node answers before a socket is open, and beside sockets.</summary>
[Collection(DemoNodeCollection.Name)]
public sealed class HttpTests(DemoNode node)
{
    [Theory]
    [InlineData("", null, HttpStatusCode.SwitchingProtocols)]
    [InlineData("?vsn=2.0.0", null, HttpStatusCode.SwitchingProtocols)]
    [InlineData("?vsn=2.0.1&token=x", null, HttpStatusCode.SwitchingProtocols)]
    [InlineData("?vsn=1.0.0", null, HttpStatusCode.Forbidden)]
    [InlineData("?vsn=3.0.0", null, HttpStatusCode.Forbidden)]
    [InlineData("?vsn=2.1.0", null, HttpStatusCode.Forbidden)]
    [InlineData("?vsn=2.0.0", "http://127.0.0.1:9999", HttpStatusCode.SwitchingProtocols)]
    [InlineData("?vsn=2.0.0", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("?vsn=2.0.0", "null", HttpStatusCode.Forbidden)]
    public async Task A_handshake_is_accepted_or_refused_with_words(string query, string? origin, HttpStatusCode expected)
    {
        using var response = await HandshakeAsync(node.Process, query, origin);
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Forbidden) Assert.Contains(origin is null ? "vsn=2.0.0" : "Realtime:Origins", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_list_of_origins_takes_wildcards_and_takes_the_place_of_the_own_host()
    {
        await using var listed = await NodeProcess.StartAsync("Realtime:Origins=dash.example.com,*.shop.example", "Realtime:Interval=00:00:01");
        foreach (var (origin, expected) in new[]
        {
            ("https://dash.example.com", HttpStatusCode.SwitchingProtocols),
            ("https://eu.shop.example:8443", HttpStatusCode.SwitchingProtocols),
            ("https://a.b.shop.example", HttpStatusCode.SwitchingProtocols),
            ("https://shop.example", HttpStatusCode.Forbidden),
            ("https://evilshop.example", HttpStatusCode.Forbidden),
            ("https://dash.example.com.evil.example", HttpStatusCode.Forbidden),
            ($"http://127.0.0.1:{listed.Port}", HttpStatusCode.Forbidden),
        })
        {
            using var response = await HandshakeAsync(listed, "?vsn=2.0.0", origin);
            Assert.Equal((origin, expected), (origin, response.StatusCode));
        }
    }

    [Fact]
    public async Task A_plain_GET_is_told_to_upgrade()
    {
        using var response = await node.Process.Http.GetAsync(new Uri("/socket/websocket?vsn=2.0.0", UriKind.Relative));
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Contains(response.Headers.Upgrade, u => u.Name == "websocket");
    }

    [Fact]
    public async Task The_subprotocol_phoenix_is_answered_and_no_other()
    {
        await using var offered = await PhoenixClient.ConnectAsync(node.Process, options: o =>
        {
            o.AddSubProtocol("phoenix");
            o.AddSubProtocol("base64url.bearer.phx.dG9rZW4");
        });
        Assert.Equal("phoenix", offered.Subprotocol);
        await using var none = await PhoenixClient.ConnectAsync(node.Process);
        Assert.True(string.IsNullOrEmpty(none.Subprotocol));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health/startup")]
    public async Task Health_is_told_in_a_word(string path) =>
        Assert.Equal("Healthy\n", await node.Process.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    [Fact]
    public async Task Topics_worth_joining_are_listed_with_the_busiest_first()
    {
        using var topics = JsonDocument.Parse(await node.Process.Http.GetStringAsync(new Uri("/api/topics", UriKind.Relative)));
        var keys = Assert.Single(topics.RootElement.EnumerateObject(), p => p.Name == "topics").Value.EnumerateArray().Select(k => k.GetString()!).ToArray();
        Assert.Equal("acme", keys[0]);
        Assert.Equal(keys.Distinct(), keys);
        Assert.True(keys.Length > 10);
    }

    [Fact]
    public async Task The_page_is_served_with_what_it_loads()
    {
        using var page = await node.Process.Http.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var html = await page.Content.ReadAsStringAsync();
        var loaded = System.Text.RegularExpressions.Regex.Matches(html, "(?:src|href)=\"([^\":]+)\"").Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(loaded);
        foreach (var path in loaded) Assert.Equal((path, HttpStatusCode.OK), (path, await node.Process.StatusAsync("/" + path.TrimStart('/'))));
    }

    /// <summary>A handshake without a client that would make it better than it is.</summary>
    private static async Task<HttpResponseMessage> HandshakeAsync(NodeProcess node, string query, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/socket/websocket" + query, UriKind.Relative));
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        if (origin is not null) request.Headers.Add("Origin", origin);
        return await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
