using System.Text;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Connections;

/// <summary>A client that sends more than it may, in virtual time.</summary>
public class FloodTests : VirtualTime
{
    private const int PerSecond = 100;

    private readonly HeldCarrier _carrier = new();
    private readonly IActorRef _connection;

    public FloodTests()
    {
        var settings = new ConnectionSettings { MaxTopics = 2, IdleTimeout = TimeSpan.FromSeconds(90), Limits = new ConnectionLimits { MessagesPerSecond = PerSecond } };
        var connection = new Connection(1, _carrier, new Outbox(_carrier, new OutboxLimits()), peer: null, Grant.Anything, default);
        _connection = Sys.ActorOf(ConnectionActor.Props(connection, settings, CreateTestProbe(), Refusals.Unheard));
    }

    [Fact]
    public async Task Past_the_rate_as_many_as_came_back_are_read_at_once_ten_times_a_second()
    {
        const int burst = 2 * PerSecond;
        await SendAsync(burst);
        Assert.Equal(burst, _carrier.Resumed);
        await SendAsync(1);
        var sent = burst + 1;
        await AdvanceAsync(TimeSpan.FromMilliseconds(50), _connection);
        Assert.Equal(burst, _carrier.Resumed);
        for (var pause = 0; pause < 20; pause++)
        {
            await AdvanceAsync(TimeSpan.FromMilliseconds(100), _connection);
            Assert.Equal(sent, _carrier.Resumed);
            // What came back meanwhile is read without another pause, up to the first that is over again.
            for (; sent == _carrier.Resumed; sent++) await SendAsync(1);
        }

        // Twenty pauses are two seconds: the rate is what it was.
        Assert.InRange(sent - burst, burst - 10, burst + 20);
    }

    private async Task SendAsync(int count)
    {
        for (var i = 0; i < count; i++) _connection.Tell(new SocketMessage { Bytes = Encoding.UTF8.GetBytes("""[null,"1","phoenix","heartbeat",{}]"""), IsBinary = false });
        await SettleAsync(_connection);
    }
}
