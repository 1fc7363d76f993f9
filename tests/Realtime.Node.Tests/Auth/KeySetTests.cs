using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Realtime.Testing;

namespace Realtime.Node.Tests.Auth;

/// <summary>Keys that somebody else publishes: read from a file or an address, and followed as they change.</summary>
public sealed class KeySetTests
{
    [Fact]
    public async Task Keys_of_an_address_are_followed_when_a_token_names_a_new_one_and_an_outage_of_it_shuts_nobody_out()
    {
        using var first = RSA.Create(2048);
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var provider = new Publisher { Text = Tokens.KeySet(Tokens.Public(first, "one")) };
        await using var node = await StartAsync(provider.Address);
        await JoinsAsync(node, Tokens.Make(key: Tokens.WithRsa(first, "one")));
        await Assert.ThrowsAsync<WebSocketException>(() => JoinsAsync(node, Tokens.Make(key: Tokens.WithEc(second, "two"))));

        provider.Text = Tokens.KeySet(Tokens.Public(first, "one"), Tokens.Public(second, "two"));
        // A key that is not known is looked for at most every ten seconds: anybody can name one.
        await Eventually.HoldsAsync(() => JoinsOrNotAsync(node, Tokens.Make(key: Tokens.WithEc(second, "two"))), "the new key counts");

        provider.Text = null;
        using var third = RSA.Create(2048);
        await Eventually.HoldsAsync(
            async () =>
            {
                await JoinsOrNotAsync(node, Tokens.Make(key: Tokens.WithRsa(third, "three")));
                return node.Says("[1401]");
            },
            "the outage is in the log");
        await JoinsAsync(node, Tokens.Make(key: Tokens.WithRsa(first, "one")));
        await JoinsAsync(node, Tokens.Make(key: Tokens.WithEc(second, "two")));
    }

    [Fact]
    public async Task A_public_key_is_no_secret()
    {
        using var rsa = RSA.Create(2048);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Tokens.KeySet(Tokens.Public(rsa, "one")));
        await using var node = await StartAsync(file);
        await JoinsAsync(node, Tokens.Make(key: Tokens.WithRsa(rsa, "one")));
        // Whoever takes the public key for a secret of HS256 could sign anything.
        await Assert.ThrowsAsync<WebSocketException>(() => JoinsAsync(node, Tokens.Make(key: Tokens.WithSecret(rsa.ExportSubjectPublicKeyInfoPem()))));
        File.Delete(file);
    }

    [Fact]
    public async Task Settings_that_would_let_anybody_in_or_nobody_are_start_faults()
    {
        await using var node = NodeProcess.StartNow(settings:
            ["Realtime:Auth:Mode=jwt", "Realtime:Auth:Secrets=short", "Realtime:Auth:Jwks=http://keys.test/jwks", "Realtime:Auth:Algorithms=none,HS256"]);
        Assert.Equal(2, await node.EndedAsync());
        Assert.True(node.Says("Realtime:Auth:Secrets holds one of 5 bytes: expected at least 32"), node.Told());
        Assert.True(node.Says("expected https: whoever can change the keys on their way can sign any token"), node.Told());
        Assert.True(node.Says("Realtime:Auth:Algorithms holds 'none'"), node.Told());
        await using var keyless = NodeProcess.StartNow(settings: ["Realtime:Auth:Mode=jwt"]);
        Assert.Equal(2, await keyless.EndedAsync());
        Assert.True(keyless.Says("Realtime:Auth:Mode = 'jwt' without a key"), keyless.Told());
    }

    private static Task<NodeProcess> StartAsync(string jwks) =>
        NodeProcess.StartAsync("Realtime:Interval=00:00:01", "Realtime:Auth:Mode=jwt", $"Realtime:Auth:Jwks={jwks}", $"Realtime:Auth:Issuer={Tokens.Issuer}", $"Realtime:Auth:Audience={Tokens.Audience}");

    private static async Task JoinsAsync(NodeProcess node, string token)
    {
        await using var client = await PhoenixClient.ConnectAsync(node, $"?vsn=2.0.0&token={token}");
        await client.JoinAsync("acme");
    }

    private static async Task<bool> JoinsOrNotAsync(NodeProcess node, string token)
    {
        try
        {
            await JoinsAsync(node, token);
            return true;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    /// <summary>Publishes a text at an address of loopback; null: it answers with 500.</summary>
    private sealed class Publisher : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        public Publisher()
        {
            Address = $"http://127.0.0.1:{FreePort.Next()}/jwks.json";
            _listener.Prefixes.Add(Address[..(Address.LastIndexOf('/') + 1)]);
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Address { get; }

        public string? Text { get; set; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            ((IDisposable)_listener).Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.StatusCode = Text is null ? 500 : 200;
                    await using var writer = new StreamWriter(context.Response.OutputStream);
                    await writer.WriteAsync(Text ?? "");
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Stopped.
            }
        }
    }
}
