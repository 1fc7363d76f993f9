using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Connections;
using Realtime.Actors.Presence;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Relays;

/// <summary>A node's relays on virtual time. The test is the shard region, the presence writer and the topic's owner. What is between nodes is serialized.</summary>
public class TopicRelayTests : VirtualTime
{
    private readonly TestProbe _region;
    private readonly TestProbe _writer;
    private readonly TestProbe _owner;
    private readonly TestProbe _connection;
    private readonly IActorRef _relays;
    private readonly HeldCarrier _carrier = new();

    public TopicRelayTests()
        : base("akka.actor.serialize-messages = on")
    {
        (_region, _writer, _owner, _connection) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var shared = new RelayContext(_region, _writer, 42, ["viewers", "titles"], TimeSpan.FromSeconds(5));
        _relays = Sys.ActorOf(Actors.Relays.Relays.Props(shared), "relays");
    }

    [Fact]
    public async Task A_join_gets_its_reply_then_what_is_known_then_broadcasts()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[1]"));
        var late = new HeldCarrier();
        await JoinAsync(Channel(2, late));
        await FrameAsync(relay, Frames.Progress(NowMs + 5_000, NowMs));

        Assert.Equal(["""["1","r1","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", "snapshot", "progress"], Seen(_carrier));
        Assert.Equal(["""["2","r2","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", "snapshot", "progress"], Seen(late));
    }

    [Fact]
    public async Task A_second_join_of_a_topic_gets_its_reply_first_and_then_the_close_of_the_first()
    {
        var first = Channel(1);
        var relay = await JoinedAsync(first);
        var second = Channel(2);
        _relays.Tell(new JoinTopic(second, Token("r2"), first));
        await SettleAsync(_relays, relay);
        await FrameAsync(relay, Frames.Snapshot(NowMs));

        Assert.Equal(
            ["""["2","r2","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", """["1","1","realtime:acme","phx_close",{}]""", "snapshot"], Seen(_carrier)[1..]);
    }

    [Fact]
    public async Task A_leave_gets_reply_and_close_and_nothing_after()
    {
        var (leaver, stayer) = (Channel(1), Channel(2, new HeldCarrier()));
        var relay = await JoinedAsync(leaver);
        await JoinAsync(stayer);
        _relays.Tell(new LeaveTopic(leaver, Token("r9")));
        await SettleAsync(_relays, relay);
        await FrameAsync(relay, Frames.Snapshot(NowMs));

        Assert.Equal(["""["1","r9","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", """["1","1","realtime:acme","phx_close",{}]"""], Seen(_carrier)[1..]);
    }

    [Fact]
    public async Task Frames_of_somebody_else_and_frames_of_the_past_are_dropped()
    {
        var relay = await JoinedAsync(Channel(1));
        relay.Tell(Frames.Snapshot(NowMs), CreateTestProbe());
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[1]"));
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[2]"));
        await FrameAsync(relay, Frames.Snapshot(NowMs + 1, "[3]", dataSet: "unknown"));

        Assert.Equal(["snapshot"], Seen(_carrier)[1..]);
    }

    [Fact]
    public async Task A_gap_makes_it_subscribe_again_with_what_it_has()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await FrameAsync(relay, Frames.Progress(NowMs + 10_000, NowMs + 5_000));

        Assert.Equal(new Position("viewers", "e1", NowMs, NowMs, NowMs + 5_000), Assert.Single(_region.ExpectMsg<Subscribe>().Positions));
        Assert.Equal(["snapshot"], Seen(_carrier)[1..]);
    }

    [Fact]
    public async Task A_new_owner_that_fails_is_shown_and_not_asked_again_and_again()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await FrameAsync(relay, Frames.Progress(NowMs + 5_000, 0, epoch: "e2", failing: "store unavailable"));

        Assert.Equal(["snapshot", "progress"], Seen(_carrier)[1..]);
        await _region.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task With_nothing_after_two_seconds_it_says_so_and_tells_who_joins_later_at_once()
    {
        var relay = await JoinedAsync(Channel(1));
        await AdvanceAsync(TimeSpan.FromMilliseconds(500), _relays, relay);
        await AdvanceAsync(TimeSpan.FromMilliseconds(1_500), _relays, relay);
        Assert.Equal(["progress", "progress"], Seen(_carrier)[1..]);
        Assert.Contains("\"epoch\":null,\"seq\":null,\"next_due\":null,\"as_of\":null", _carrier.Sent[^1], StringComparison.Ordinal);

        var late = new HeldCarrier();
        await JoinAsync(Channel(2, late));
        Assert.Equal(["progress", "progress"], Seen(late)[1..]);
    }

    [Fact]
    public async Task A_silent_owner_is_called_late_one_second_after_the_due_time_and_asked_again()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await FrameAsync(relay, Frames.Snapshot(NowMs, dataSet: "titles"));
        // The looks at half a second and two seconds find nothing; each sets the next.
        await AdvanceAsync(TimeSpan.FromMilliseconds(500), _relays, relay);
        await AdvanceAsync(TimeSpan.FromMilliseconds(5_400), _relays, relay);
        Assert.Equal(["snapshot", "snapshot"], Seen(_carrier)[1..]);
        await AdvanceAsync(TimeSpan.FromMilliseconds(200), _relays, relay);

        Assert.Equal(["snapshot", "snapshot", "progress", "progress"], Seen(_carrier)[1..]);
        Assert.Contains("\"state\":\"late\"", _carrier.Sent[^1], StringComparison.Ordinal);
        _region.ExpectMsg<Subscribe>();
    }

    [Fact]
    public async Task An_unanswered_subscription_is_retried_and_an_answered_one_renewed()
    {
        await JoinAsync(Channel(1));
        var subscribe = _region.ExpectMsg<Subscribe>();
        await AdvanceAsync(TimeSpan.FromMilliseconds(500), _relays, subscribe.Relay);
        _region.ExpectMsg<Subscribe>();
        subscribe.Relay.Tell(new SubscribeAck(Frames.Key, _owner, subscribe.Generation), _owner);
        for (var i = 0; i < 45 && !_region.HasMessages; i++) await AdvanceAsync(TimeSpan.FromSeconds(1), _relays, subscribe.Relay);

        Assert.Equal(subscribe.Generation, _region.ExpectMsg<Subscribe>().Generation);
    }

    [Fact]
    public async Task Told_that_the_topic_moved_it_subscribes_again()
    {
        var relay = await JoinedAsync(Channel(1));
        relay.Tell(new TopicMoved(Frames.Key));
        _region.ExpectMsg<Subscribe>();
        _relays.Tell(new Reassert(Frames.Key));
        _region.ExpectMsg<Subscribe>();
    }

    [Fact]
    public async Task The_last_leave_ends_the_relay_and_says_so_everywhere()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        _writer.ExpectMsg<TopicWatched>();
        await WatchAsync(relay);
        _relays.Tell(new LeaveTopic(channel, null));

        await ExpectTerminatedAsync(relay);
        _writer.ExpectMsg<TopicUnwatched>();
        Assert.Equal(42, _region.ExpectMsg<Unsubscribe>().NodeUid);
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
            _relays.Tell(new JoinTopic(channel, Token($"r{i}"), null));
            // The next join comes anywhere between the leave and the end of the relay.
            if (i % 3 == 0) _relays.Tell(new LeaveTopic(channel, Token($"l{i}")));
            if (i % 7 == 0) await Task.Yield();
            if (i % 3 == 0) continue;
            _relays.Tell(new LeaveTopic(channel, null));
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
        await AwaitAssertAsync(() => Assert.Equal("""["1","1","realtime:acme","phx_error",{"reason":"the topic restarts on this node"}]""", _carrier.Sent[^1]));
        Assert.Same(channel, _connection.ExpectMsg<ChannelEnded>().Channel);
    }

    [Fact]
    public async Task A_channel_of_a_crashed_relay_cannot_push_a_stranger_out_of_the_next_one()
    {
        var victim = Channel(1);
        var relay = await JoinedAsync(victim);
        Crash(relay);
        var stranger = new HeldCarrier();
        await JoinAsync(Channel(2, stranger));
        _relays.Tell(new LeaveTopic(victim, Token("late")));
        await SettleAsync(_relays, relay);
        await AcknowledgeAsync();
        await FrameAsync(_relay!, Frames.Snapshot(NowMs));

        Assert.Equal("snapshot", Seen(stranger)[^1]);
        Assert.Contains("\"late\"", _carrier.Sent[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leave_that_finds_no_relay_is_answered()
    {
        _relays.Tell(new LeaveTopic(Channel(1), Token("r1")));
        await SettleAsync(_relays);

        Assert.Equal(["""["1","r1","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", """["1","1","realtime:acme","phx_close",{}]"""], _carrier.Sent);
    }

    [Fact]
    public async Task A_slow_client_that_has_room_again_gets_the_snapshot_it_missed()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        relay.Tell(new ChannelMissedFrames(channel));
        await SettleAsync(relay);

        Assert.Equal(["snapshot", "snapshot"], Seen(_carrier)[1..]);
    }

    private IActorRef? _relay;

    private Channel Channel(int joinRef, HeldCarrier? carrier = null) => Frames.Channel(carrier ?? _carrier, joinRef, _connection);

    private static byte[] Token(string reference) => MessageWriter.Token(reference);

    private async Task JoinAsync(Channel channel)
    {
        _relays.Tell(new JoinTopic(channel, Token($"r{System.Text.Encoding.UTF8.GetString(channel.JoinRef).Trim('"')}"), null));
        await SettleAsync(_relays);
        if (channel.Relay is { } relay) await SettleAsync(relay);
    }

    /// <summary>Joined, subscribed and acknowledged.</summary>
    private async Task<IActorRef> JoinedAsync(Channel channel)
    {
        await JoinAsync(channel);
        return await AcknowledgeAsync();
    }

    private async Task<IActorRef> AcknowledgeAsync()
    {
        var subscribe = (Subscribe)_region.FishForMessage(message => message is Subscribe);
        while (_region.HasMessages) subscribe = _region.ExpectMsg<object>() as Subscribe ?? subscribe;
        _relay = subscribe.Relay;
        _relay.Tell(new SubscribeAck(Frames.Key, _owner, subscribe.Generation), _owner);
        await SettleAsync(_relay);
        return _relay;
    }

    private async Task FrameAsync(IActorRef relay, DataFrame frame)
    {
        relay.Tell(frame, _owner);
        await SettleAsync(relay);
    }

    /// <summary>A channel of nobody: the relay crashes on it.</summary>
    private static void Crash(IActorRef relay) => relay.Tell(new ChannelMissedFrames(null!));

    /// <summary>Replies and closes as they are, frames by their kind.</summary>
    private static string[] Seen(HeldCarrier carrier) =>
        [.. carrier.Sent.Select(text => text.Contains("\"kind\":\"snapshot\"", StringComparison.Ordinal) ? "snapshot" : text.Contains("\"kind\":\"progress\"", StringComparison.Ordinal) ? "progress" : text)];
}
