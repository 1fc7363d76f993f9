using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Realtime.Protocol.Operations;
using Realtime.Testing;

namespace Realtime.Node.Tests.Operations;

/// <summary>The operators' port of a real node: who is let in, and what garbage does to it.</summary>
public sealed class OperatorsPortTests : IAsyncLifetime
{
    private const string Token = "a-token-of-some-length";

    private readonly int _port = FreePort.Next();
    private NodeProcess _node = null!;

    public async Task InitializeAsync() => _node = await NodeProcess.StartAsync(
        string.Create(CultureInfo.InvariantCulture, $"Realtime:Operations:Port={_port}"), $"Realtime:Operations:Token={Token}", "Realtime:Operations:Address=127.0.0.1");

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Only_those_who_know_the_token_are_let_in_and_it_is_never_logged()
    {
        Assert.Contains("asks for a token", Assert.IsType<Refused>(await AskAsync(new Login(1, "me"))).Reason, StringComparison.Ordinal);
        Assert.Equal("wrong token", Assert.IsType<Refused>(await AskAsync(new Login(1, "me", "another-token-of-that"))).Reason);
        Assert.Contains("expected 1", Assert.IsType<Refused>(await AskAsync(new Login(2, "me", Token))).Reason, StringComparison.Ordinal);
        var welcome = Assert.IsType<Welcome>(await AskAsync(new Login(1, "me", Token)));
        Assert.Contains(welcome.Palettes, palette => palette.Name == "topic");
        await Eventually.HoldsAsync(() => _node.Output.Count(line => line.Contains("[3003]", StringComparison.Ordinal)) >= 3, "refusals are logged");
        Assert.False(_node.Says(Token));
    }

    [Fact]
    public async Task Garbage_ends_its_connection_and_hurts_nobody()
    {
        foreach (var garbage in (string[])["GET / HTTP/1.1\r\n\r\n", "{}\n", "\0\u0001\u0002\n", "[1,2,3]\n", "{\"type\":\"run\",\"id\":1}\n", new string('x', OperatorMessage.MaxLineBytes + 10)])
        {
            using var client = await ConnectAsync();
            await using var stream = client.GetStream();
            try
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(garbage));
                var answer = await new StreamReader(stream).ReadToEndAsync().WaitAsync(Eventually.Deadline);
                Assert.True(answer.Length == 0 || answer.Contains("\"type\":\"refused\"", StringComparison.Ordinal), answer);
            }
            catch (IOException)
            {
                // It did not read all of it before it hung up.
            }
        }

        Assert.IsType<Welcome>(await AskAsync(new Login(1, "me", Token)));
        Assert.Equal(HttpStatusCode.OK, await _node.StatusAsync("/health/ready"));
    }

    [Fact]
    public async Task Unknown_commands_and_switches_are_said_to_be_so_and_orders_are_logged_with_who_gave_them()
    {
        using var client = await ConnectAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await SendAsync(stream, new Login(1, "ada\nlovelace", Token));
        Assert.IsType<Welcome>(await ReadAsync(reader));
        Assert.Equal("there is no command 'topic fly' on this member", (await EndAsync("topic", "fly")).Error);
        Assert.Equal("topic list does not take -q", (await EndAsync("topic", "list", ("-q", "1"))).Error);
        Assert.Equal("topic show expects -t <topic>", (await EndAsync("topic", "show")).Error);
        Assert.Equal(OperatorExit.Usage, (await EndAsync("actor", "hierarchy", ("-d", "many"))).Exit);
        Assert.Equal(OperatorExit.Done, (await EndAsync("log", "level", ("-c", "Realtime.Demo"), ("-l", "warning"))).Exit);
        await Eventually.HoldsAsync(() => _node.Says("Ordered by adalovelace at 127.0.0.1:"), "the order is logged");
        // As soon as one has ended its number is free.
        for (var i = 0; i < 500; i++) Assert.Equal("topic show expects -t <topic>", (await EndAsync("topic", "show")).Error);

        async Task<End> EndAsync(string palette, string command, params (string Name, string Value)[] arguments)
        {
            await SendAsync(stream, new Run(7, palette, command, arguments.ToDictionary(a => a.Name, a => a.Value)));
            while (true)
            {
                if (await ReadAsync(reader) is End end) return end;
            }
        }
    }

    [Fact]
    public async Task A_node_that_would_serve_operators_on_the_network_without_a_secret_does_not_start()
    {
        await using var node = NodeProcess.StartNow(settings: ["Realtime:Operations:Port=1", "Realtime:Operations:Address=0.0.0.0"]);
        Assert.Equal(2, await node.EndedAsync());
        Assert.True(node.Says("Realtime:Operations:Address = '0.0.0.0', which other machines can reach"), node.Told());
    }

    private async Task<OperatorMessage?> AskAsync(Login login)
    {
        using var client = await ConnectAsync();
        await using var stream = client.GetStream();
        await SendAsync(stream, login);
        using var reader = new StreamReader(stream);
        return await ReadAsync(reader);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        return client;
    }

    private static async Task SendAsync(NetworkStream stream, OperatorMessage message) => await stream.WriteAsync((byte[])[.. OperatorJson.Write(message), (byte)'\n']);

    private static async Task<OperatorMessage?> ReadAsync(StreamReader reader) =>
        await reader.ReadLineAsync().WaitAsync(Eventually.Deadline) is { } line ? OperatorJson.Read(Encoding.UTF8.GetBytes(line)) : null;
}
