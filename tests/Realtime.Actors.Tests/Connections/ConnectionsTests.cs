using System.Text;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Connections;

/// <summary>All connections of a node on virtual time.</summary>
public class ConnectionsTests : VirtualTime
{
    private static readonly ConnectionSettings Settings = new() { MaxTopics = 10, IdleTimeout = TimeSpan.FromSeconds(90), StuckTimeout = TimeSpan.FromSeconds(30) };
    private readonly IActorRef _connections;

    public ConnectionsTests() => _connections = Sys.ActorOf(Actors.Connections.Connections.Props(Settings, CreateTestProbe(), NullLogger.Instance, Refusals.Unheard));

    [Fact]
    public async Task A_silent_client_is_closed_with_1002_and_one_that_is_heard_is_not()
    {
        var (silent, heard) = (await OpenAsync(), await OpenAsync());
        for (var second = 0; second < 93; second++)
        {
            heard.Hear();
            await SweepAsync();
            if (second == 88) Assert.Null(silent.Closed);
        }

        Assert.Equal(1002, silent.Closed?.Code);
        Assert.Null(heard.Closed);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_too_long_is_closed_with_1013()
    {
        var (stuck, slow) = (await OpenAsync(), await OpenAsync());
        (stuck.Holds, slow.Holds) = (true, true);
        await HeartbeatAsync(stuck);
        for (var second = 0; second < 33; second++)
        {
            await HeartbeatAsync(slow);
            if (second % 20 == 19) slow.Complete();
            await SweepAsync();
            if (second == 28) Assert.Null(stuck.Closed);
        }

        Assert.Equal(1013, stuck.Closed?.Code);
        Assert.Null(slow.Closed);
    }

    [Fact]
    public async Task A_drain_closes_every_connection_with_1012_also_those_that_come_after()
    {
        var before = await OpenAsync();
        _connections.Tell(DrainConnections.Instance);
        var after = await OpenAsync();
        await SettleAsync(before.Connection!, after.Connection!);

        Assert.Equal(1012, before.Closed?.Code);
        Assert.Equal(1012, after.Closed?.Code);
    }

    [Fact]
    public async Task A_drain_tells_each_topic_of_a_connection_before_it_closes()
    {
        var carrier = await OpenAsync();
        await SendAsync(carrier, """["1","2","realtime:acme","phx_join",{}]""");
        _connections.Tell(DrainConnections.Instance);
        await SettleAsync(_connections, carrier.Connection!);

        Assert.Equal(["""["1",null,"realtime:acme","notice",{"kind":"drain"}]"""], carrier.Sent);
        Assert.Equal(1012, carrier.Closed?.Code);
    }

    [Fact]
    public async Task Who_lets_connections_drain_is_told_when_none_is_left()
    {
        var carrier = await OpenAsync();
        _connections.Tell(DrainConnections.Instance, TestActor);
        await SettleAsync(_connections);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        carrier.Connection.Tell(SocketClosed.Instance);
        ExpectMsg<ConnectionsDrained>();
    }

    [Fact]
    public async Task A_connection_that_crashes_is_closed_and_the_others_never_notice()
    {
        var (crashed, other) = (await OpenAsync(), await OpenAsync());
        await WatchAsync(crashed.Connection!);
        // The end of no channel at all: it crashes on it.
        crashed.Connection.Tell(new ChannelEnded(null!));
        await ExpectTerminatedAsync(crashed.Connection!);
        await HeartbeatAsync(other);

        Assert.Equal(1011, crashed.Closed?.Code);
        Assert.Null(other.Closed);
        Assert.Single(other.Sent);
    }

    private async Task<HeldCarrier> OpenAsync()
    {
        var carrier = new HeldCarrier();
        _connections.Tell(new SocketOpened(carrier));
        await SettleAsync(_connections);
        return carrier;
    }

    private Task SweepAsync() => AdvanceAsync(TimeSpan.FromMilliseconds(999), _connections);

    private static Task HeartbeatAsync(HeldCarrier client) => SendAsync(client, """[null,"1","phoenix","heartbeat",{}]""");

    private static async Task SendAsync(HeldCarrier client, string message)
    {
        client.Connection.Tell(new SocketMessage { Bytes = Encoding.UTF8.GetBytes(message) });
        await SettleAsync(client.Connection!);
    }
}
