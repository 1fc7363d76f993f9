using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Connections;
using Realtime.Actors.Presence;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Relays;

/// <summary>Joins and leaves that meet each other, a relay that stops, or one that crashed.</summary>
public class RelayEndTests : RelayWorld
{
    [Fact]
    public async Task A_second_join_of_a_topic_gets_its_reply_first_and_then_the_close_of_the_first()
    {
        var first = Channel(1);
        var relay = await JoinedAsync(first);
        var second = Frames.Channel(Carrier, 2, outbox: first.Outbox);
        Relays.Tell(new JoinTopic(second, Token("r2"), first));
        await SettleAsync(Relays, relay);
        await FrameAsync(relay, Frames.Snapshot(NowMs));

        Assert.Equal(
            ["""["2","r2","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", """["1","1","realtime:acme","phx_close",{}]""", "snapshot"], Seen(Carrier)[1..]);
    }

    [Fact]
    public async Task The_last_leave_ends_the_relay_and_says_so_everywhere()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        Writer.ExpectMsg<TopicWatched>();
        await WatchAsync(relay);
        Relays.Tell(new LeaveTopic(channel, null));

        await ExpectTerminatedAsync(relay);
        Writer.ExpectMsg<TopicUnwatched>();
        Assert.Equal(42, Region.ExpectMsg<Unsubscribe>().NodeUid);
    }

    [Fact]
    public async Task Joins_that_meet_a_stopping_relay_are_not_lost()
    {
        var joined = new List<(Channel Channel, HeldCarrier Carrier)>();
        for (var i = 0; i < 500; i++)
        {
            var carrier = new HeldCarrier();
            var channel = Channel(i, carrier);
            joined.Add((channel, carrier));
            Relays.Tell(new JoinTopic(channel, Token($"r{i}"), null));
            // The next join comes anywhere between the leave and the end of the relay.
            if (i % 3 == 0) Relays.Tell(new LeaveTopic(channel, Token($"l{i}")));
            if (i % 7 == 0) await Task.Yield();
            if (i % 3 == 0) continue;
            Relays.Tell(new LeaveTopic(channel, null));
        }

        await AwaitAssertAsync(() => Assert.All(joined, j => Assert.NotEmpty(j.Carrier.Sent)));
        Assert.All(joined, j => Assert.Contains("\"phx_reply\",{\"status\":\"ok\"", j.Carrier.Sent[0], StringComparison.Ordinal));
        Assert.All(joined.Where((_, i) => i % 3 == 0), j => Assert.Equal(3, j.Carrier.Sent.Length));
    }

    [Fact]
    public async Task A_crashed_relay_tells_its_channels_and_loses_no_join_that_waits_for_it()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        var late = new HeldCarrier();
        Crash(relay);
        await JoinAsync(Channel(2, late));

        await AwaitAssertAsync(() => Assert.Contains("\"phx_reply\"", Assert.Single(late.Sent), StringComparison.Ordinal));
        await AwaitAssertAsync(() => Assert.Equal("""["1","1","realtime:acme","phx_error",{"reason":"the topic restarts on this node"}]""", Carrier.Sent[^1]));
        Assert.Same(channel, Connection.ExpectMsg<ChannelEnded>().Channel);
    }

    [Fact]
    public async Task A_channel_of_a_crashed_relay_cannot_push_a_stranger_out_of_the_next_one()
    {
        var victim = Channel(1);
        var relay = await JoinedAsync(victim);
        Crash(relay);
        var stranger = new HeldCarrier();
        await JoinAsync(Channel(2, stranger));
        Relays.Tell(new LeaveTopic(victim, Token("late")));
        await SettleAsync(Relays, relay);
        await AcknowledgeAsync();
        await FrameAsync(Relay!, Frames.Snapshot(NowMs));

        Assert.Equal("snapshot", Seen(stranger)[^1]);
        // What the crashed relay's channels are told comes from another actor, before or after it.
        await AwaitAssertAsync(() => Assert.Contains(Carrier.Sent, sent => sent.Contains("\"late\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_leave_that_finds_no_relay_is_answered()
    {
        Relays.Tell(new LeaveTopic(Channel(1), Token("r1")));
        await SettleAsync(Relays);

        Assert.Equal(["""["1","r1","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", """["1","1","realtime:acme","phx_close",{}]"""], Carrier.Sent);
    }
}
