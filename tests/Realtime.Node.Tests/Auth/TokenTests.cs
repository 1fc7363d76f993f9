using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Realtime.Node.Tests.Metrics;
using Realtime.Testing;

namespace Realtime.Node.Tests.Auth;

/// <summary>A node that asks for tokens: who is let in, to what, and for how long.</summary>
public sealed class TokenTests(TokenNode node) : IClassFixture<TokenNode>
{
    public static TheoryData<string, string> BadTokens()
    {
        using var rsa = RSA.Create(2048);
        return new()
        {
            { "token signed in a way that does not count here", Tokens.Unsigned() },
            { "token not signed by a known key", Tokens.Changed() },
            { "token not signed by a known key", Tokens.Make(key: Tokens.WithSecret("another secret of thirty-two bytes and more")) },
            { "token signed in a way that does not count here", Tokens.Make(key: Tokens.WithSecret(algorithm: SecurityAlgorithms.HmacSha512)) },
            { "token signed in a way that does not count here", Tokens.Make(key: Tokens.WithRsa(rsa, "k")) },
            { "token for another audience", Tokens.Make(audience: "accounting") },
            { "token of another issuer", Tokens.Make(issuer: "https://elsewhere.test") },
            { "token expired", Tokens.Make(lasts: TimeSpan.FromMinutes(-2), from: TimeSpan.FromHours(-1)) },
            { "token not yet valid", Tokens.Make(from: TimeSpan.FromMinutes(5)) },
            { "token without the claims it needs", Tokens.Make(topics: "none") },
            { "token without the claims it needs", Tokens.Make(topics: new[] { 1, 2 }) },
            { "token without the claims it needs", Tokens.Make(claims: ("presence", "everybody")) },
            { "token without the claims it needs", Tokens.Make(user: "") },
            { "token malformed", "not.a.token" },
            { "token malformed", "<script>alert(1)</script>" },
            { "token too long", new string('x', 6145) },
        };
    }

    [Theory]
    [MemberData(nameof(BadTokens), DisableDiscoveryEnumeration = true)]
    public async Task A_token_that_does_not_do_is_refused_before_the_socket_is_open(string reason, string token)
    {
        var before = await CountedAsync(reason);
        using var response = await HandshakeAsync($"&token={Uri.EscapeDataString(token)}");
        Assert.Equal((HttpStatusCode.Forbidden, reason + "\n"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        // What is scraped is kept for a moment.
        await Eventually.HoldsAsync(async () => await CountedAsync(reason) > before, "the refusal is counted");
        await Eventually.HoldsAsync(() => node.Process.Says($"Refused 127.0.0.1: {reason}, and "), "the refusal is logged, with the address");
        Assert.False(node.Process.Says(token), "the token is in the log");
    }

    [Fact]
    public async Task Without_a_token_nobody_is_let_in()
    {
        using var response = await HandshakeAsync("");
        Assert.Equal((HttpStatusCode.Forbidden, "token missing\n"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        await Assert.ThrowsAsync<WebSocketException>(() => PhoenixClient.ConnectAsync(node.Process));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_may_come_in_the_query_or_as_a_subprotocol_and_is_never_logged(bool asSubprotocol)
    {
        // A name that makes both alphabets of base64 differ.
        var token = Tokens.Make("ada>?ada>?");
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(token)).TrimEnd('=');
        await using var client = asSubprotocol
            ? await PhoenixClient.ConnectAsync(node.Process, options: o => { o.AddSubProtocol("phoenix"); o.AddSubProtocol("base64url.bearer.phx." + encoded.Replace('+', '-').Replace('/', '_')); })
            : await PhoenixClient.ConnectAsync(node.Process, $"?vsn=2.0.0&token={token}");
        Assert.Equal(asSubprotocol ? "phoenix" : null, client.Subprotocol);
        await client.JoinAsync("acme");
        await client.FrameAsync("acme", "time_series", f => f.IsSnapshot, "rows");
        using (await HandshakeAsync($"&token={token}x"))
        {
        }

        Assert.False(node.Process.Says(token[^40..]), "the token is in the log");
        Assert.False(node.Process.Says(encoded[^40..]), "the token is in the log");
    }

    [Fact]
    public async Task Only_the_topics_that_the_token_names_can_be_joined_and_the_others_are_denied_for_good()
    {
        await using var client = await ConnectAsync(Tokens.Make());
        await client.JoinAsync("acme", "1");
        await client.JoinAsync("team:blue", "2");
        foreach (var (key, joinRef) in new[] { ("globex", "3"), ("acme2", "4"), ("team", "5"), ("*", "6") })
        {
            await client.PushAsync($"realtime:{key}", "phx_join", joinRef, joinRef);
            var reply = await client.ReplyAsync($"realtime:{key}", joinRef);
            Assert.Equal("not allowed: the token does not name this topic", reply.Payload.GetProperty("response").GetProperty("reason").GetString());
            await client.MessageAsync(m => m.Event == "phx_close" && m.Topic == $"realtime:{key}", "the close that stops rejoins", reply.Place);
        }
    }

    [Fact]
    public async Task The_list_of_topics_asks_for_a_token_and_holds_only_those_that_may_be_joined()
    {
        using var refused = await node.Process.Http.GetAsync(new Uri("/api/topics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        string[] topics = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/topics") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Tokens.Make(topics: "a*")) } };
                using var response = await node.Process.Http.SendAsync(request);
                topics = [.. JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("topics").EnumerateArray().Select(t => t.GetString()!)];
                return topics.Contains("acme");
            },
            "the demo's topics");
        Assert.All(topics, t => Assert.StartsWith("a", t, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_shown_under_another_name_or_sees_more_of_the_others_than_the_token_says()
    {
        await using var lister = await ConnectAsync(Tokens.Make("ada", claims: ("presence", "list")));
        await lister.PushAsync("realtime:team:names", "phx_join", "1", "1", """{"key":"grace"}""");
        var state = await lister.MessageAsync(m => m.Event == "presence_state" && m.Payload.EnumerateObject().Any(), "names");
        Assert.Equal("ada", Assert.Single(state.Payload.EnumerateObject()).Name);
        await using var counter = await ConnectAsync(Tokens.Make("bob"));
        await counter.PushAsync("realtime:team:names", "phx_join", "1", "1", """{"key":"bob","presence":"list"}""");
        await counter.MessageAsync(m => m.Event == "presence_count", "a number");
        Assert.DoesNotContain(counter.Messages, m => m.Text.Contains("ada", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_may_keep_data_sets_from_its_bearer_also_those_of_the_past()
    {
        await using var client = await ConnectAsync(Tokens.Make(claims: ("data_sets", new[] { "time_series" })));
        await client.JoinAsync("acme");
        await client.FrameAsync("acme", "time_series", f => f.IsSnapshot, "rows");
        var first = client.Messages.Last(m => m.IsFrame).Seq!.Value;
        await client.FrameAsync("acme", "time_series", f => f.Seq > first + 1500, "two beats more");
        await client.PushAsync("realtime:acme", "rewind", "9", "1", """{"minutes":1}""");
        await client.ReplyAsync("realtime:acme", "9");
        Assert.DoesNotContain(client.Messages, m => m.Text.Contains("startup_time", StringComparison.Ordinal) || m.Text.Contains("concurrent_viewers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_is_told_before_its_token_ends_and_closed_with_1001_when_it_has()
    {
        await using var client = await ConnectAsync(Tokens.Make(lasts: TimeSpan.FromSeconds(5)));
        await client.JoinAsync("acme");
        var soon = await client.MessageAsync(m => m.Event == "notice", "a notice before");
        Assert.Equal("token_expires", soon.Payload.GetProperty("kind").GetString());
        Assert.True(soon.Payload.GetProperty("expires_at").GetInt64() > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 10_000);
        await client.MessageAsync(m => m.Event == "notice" && m.Payload.GetProperty("kind").GetString() == "token_expired", "a notice at the end");
        Assert.Equal((1001, "the token expired"), await client.ClosedAsync());
    }

    [Fact]
    public async Task A_new_token_takes_the_place_of_the_old_one_without_a_new_connection()
    {
        await using var client = await ConnectAsync(Tokens.Make(lasts: TimeSpan.FromSeconds(4)));
        await client.JoinAsync("acme", "1");
        await client.JoinAsync("team:blue", "2");
        foreach (var (token, reason) in new[] { (Tokens.Make("bob"), "token of another user"), ("rubbish", "token malformed") })
        {
            var from = client.Count;
            await client.PushAsync("realtime:acme", "access_token", "r", "1", JsonSerializer.Serialize(new { access_token = token }));
            Assert.Equal(reason, (await client.ReplyAsync("realtime:acme", "r", from)).Payload.GetProperty("response").GetProperty("reason").GetString());
        }

        await client.PushAsync("realtime:acme", "access_token", "x", "1", "{}");
        Assert.Contains("expected", (await client.ReplyAsync("realtime:acme", "x")).Text, StringComparison.Ordinal);
        await client.PushAsync("realtime:acme", "access_token", "n", "1", JsonSerializer.Serialize(new { access_token = Tokens.Make(topics: "acme") }));
        Assert.Equal("ok", (await client.ReplyAsync("realtime:acme", "n")).Payload.GetProperty("status").GetString());
        await client.MessageAsync(m => m.Event == "phx_close" && m.Topic == "realtime:team:blue", "the topic that the new token does not name is closed");
        var end = TimeProvider.System.GetUtcNow().AddSeconds(6).ToUnixTimeMilliseconds();
        await client.FrameAsync("acme", "time_series", f => f.Seq > end, "frames after the old token's end");
        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_careful()
    {
        using var page = await node.Process.Http.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
    }

    private Task<PhoenixClient> ConnectAsync(string token) => PhoenixClient.ConnectAsync(node.Process, $"?vsn=2.0.0&token={token}");

    private async Task<HttpResponseMessage> HandshakeAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket/websocket?vsn=2.0.0" + query);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        return await node.Process.Http.SendAsync(request);
    }

    private async Task<double> CountedAsync(string reason) => (await Scrape.OfAsync(node.Process)).Sum("realtime_tokens_refused_total", ("reason", reason));
}
