using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Realtime.Protocol.Operations;
using Realtime.Testing;

namespace Realtime.Node.Tests.Auth;

/// <summary>An operator shuts somebody out by name, where tokens say who that is.</summary>
public sealed class DisconnectTests
{
    [Fact]
    public async Task All_connections_of_a_tokens_subject_are_told_to_go_and_nobody_elses_whatever_name_they_give_themselves()
    {
        var port = FreePort.Next();
        await using var node = await NodeProcess.StartAsync(
            "Realtime:Interval=00:00:01", "Realtime:Auth:Mode=jwt", $"Realtime:Auth:Secrets:0={Tokens.Secret}",
            string.Create(CultureInfo.InvariantCulture, $"Realtime:Operations:Port={port}"));
        await using var first = await ConnectAsync(node, "ada");
        await using var second = await ConnectAsync(node, "ada");
        await using var other = await ConnectAsync(node, "bob");
        await first.JoinAsync("acme");
        // One that has joined nothing is found by its token alone; one that calls itself as somebody else is not taken for them.
        await other.PushAsync("realtime:acme", "phx_join", "1", "1", """{"key":"ada"}""");
        await other.ReplyAsync("realtime:acme", "1");

        Assert.Equal("Count: 2 connections told to go", await OrderAsync(port, "ada"));
        Assert.Equal(1001, (await first.ClosedAsync()).Code);
        Assert.Equal(1001, (await second.ClosedAsync()).Code);
        var from = other.Count;
        await other.FrameAsync("acme", "time_series", _ => true, "frames go on", from);
        Assert.True(other.IsOpen);
        Assert.Equal("Count: 0 connections told to go", await OrderAsync(port, "ada"));
    }

    private static Task<PhoenixClient> ConnectAsync(NodeProcess node, string user) => PhoenixClient.ConnectAsync(node, $"?vsn=2.0.0&token={Tokens.Make(user)}");

    /// <summary>Gives the order, and returns the last line that the operator is shown.</summary>
    private static async Task<string> OrderAsync(int port, string user)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await SendAsync(stream, new Login(1, "me"));
        Assert.IsType<Welcome>(await ReadAsync(reader));
        await SendAsync(stream, new Run(7, "connections", "disconnect", new Dictionary<string, string> { ["--user"] = user }));
        var last = "";
        while (true)
        {
            switch (await ReadAsync(reader))
            {
                case End end:
                    Assert.Equal(OperatorExit.Done, end.Exit);
                    return last;
                case Line line:
                    last = line.Text.TrimEnd().Split('\n')[^1];
                    break;
            }
        }
    }

    private static async Task SendAsync(NetworkStream stream, OperatorMessage message) => await stream.WriteAsync((byte[])[.. OperatorJson.Write(message), (byte)'\n']);

    private static async Task<OperatorMessage?> ReadAsync(StreamReader reader) =>
        await reader.ReadLineAsync().WaitAsync(Eventually.Deadline) is { } line ? OperatorJson.Read(Encoding.UTF8.GetBytes(line)) : null;
}
