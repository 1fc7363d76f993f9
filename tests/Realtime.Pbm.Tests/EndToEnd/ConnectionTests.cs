using System.Net;
using System.Net.Sockets;
using Realtime.Pbm.Tests.Support;
using Realtime.Protocol.Operations;
using Realtime.Testing;

namespace Realtime.Pbm.Tests.EndToEnd;

/// <summary>Ways not to reach a member.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Nobody_there_ends_with_3_and_names_the_setting_to_look_at()
    {
        var address = $"127.0.0.1:{FreePort.Next()}";
        var ended = await PbmProcess.RunAsync(address, "topic", "list");

        Assert.Equal(new Ended(OperatorExit.CannotConnect, "", $"cannot connect to {address}: connection refused. Is Realtime:Operations:Port that of the member?\n"), ended);
    }

    [Fact]
    public async Task Help_needs_nobody()
    {
        var ended = await PbmProcess.RunAsync($"127.0.0.1:{FreePort.Next()}", "help");

        Assert.Equal((OperatorExit.Done, ""), (ended.Exit, ended.Errors));
        Assert.Contains("Usage:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("No palettes to show: cannot connect to ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_said_without_a_member() =>
        Assert.Matches(@"\Apbm \d+\.\d+\.\d+\n\z", (await PbmProcess.RunAsync("--version")).Output);

    [Theory]
    [InlineData("--timeout soon", "--timeout is 'soon', expected is a time such as 500ms, 10s or 2m, up to 60m. See `pbm help`.\n")]
    [InlineData("--key key.pem", "--key needs --cert. See `pbm help`.\n")]
    public async Task Switches_that_cannot_be_followed_end_with_2_before_anything_is_connected(string switches, string errors) =>
        Assert.Equal(new Ended(OperatorExit.Usage, "", errors), await PbmProcess.RunAsync(["topic", "list", .. switches.Split(' ')]));

    [Fact]
    public async Task A_wrong_token_ends_with_3_and_is_not_shown()
    {
        await using var member = new FakeMember(token: "right");
        var ended = await PbmProcess.RunAsync(member.Address, "topic", "list", "--token", "secret-of-mine");

        Assert.Equal(new Ended(OperatorExit.CannotConnect, "", $"{member.Address} refused: the token is wrong\n"), ended);
    }

    [Fact]
    public async Task The_token_can_come_from_the_environment()
    {
        await using var member = new FakeMember(token: "right");
        var ended = await PbmProcess.RunAsync([member.Address, "topic", "list"], "", new Dictionary<string, string> { ["PBM_TOKEN"] = "right" });

        Assert.Equal(OperatorExit.Done, ended.Exit);
    }

    [Fact]
    public async Task Who_answers_in_another_language_is_no_member()
    {
        using var listener = Listen();
        var running = PbmProcess.RunAsync(Address(listener), "topic", "list");
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        var ended = await running;

        Assert.Equal(OperatorExit.CannotConnect, ended.Exit);
        Assert.Contains("what answers there is no member", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_accepts_and_says_nothing_ends_with_5()
    {
        using var listener = Listen();
        var ended = await PbmProcess.RunAsync(Address(listener), "topic", "list", "--timeout", "300ms");

        Assert.Equal(new Ended(OperatorExit.TimedOut, "", $"nothing heard from {Address(listener)} for 300ms.\n"), ended);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static string Address(TcpListener listener) => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
}
