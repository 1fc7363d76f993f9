using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Presence;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Relays;

/// <summary>What a relay sends its channels, and when it speaks to the owner.</summary>
public class TopicRelayTests : RelayWorld
{
    [Fact]
    public async Task A_join_gets_its_reply_then_what_is_known_then_broadcasts()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[1]"));
        var late = new HeldCarrier();
        await JoinAsync(Channel(2, late));
        await FrameAsync(relay, Frames.Progress(NowMs + 5_000, NowMs));

        Assert.Equal(["""["1","r1","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", "snapshot", "progress"], Seen(Carrier));
        Assert.Equal(["""["2","r2","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", "snapshot", "progress"], Seen(late));
    }

    [Fact]
    public async Task A_leave_gets_reply_and_close_and_nothing_after()
    {
        var (leaver, stayer) = (Channel(1), Channel(2, new HeldCarrier()));
        var relay = await JoinedAsync(leaver);
        await JoinAsync(stayer);
        Relays.Tell(new LeaveTopic(leaver, Token("r9")));
        await SettleAsync(Relays, relay);
        await FrameAsync(relay, Frames.Snapshot(NowMs));

        Assert.Equal(["""["1","r9","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", """["1","1","realtime:acme","phx_close",{}]"""], Seen(Carrier)[1..]);
    }

    [Fact]
    public async Task Who_asks_when_topics_have_owners_is_told_once_the_new_one_has_answered()
    {
        var relay = await JoinedAsync(Channel(1));
        Relays.Tell(TellWhenOwned.Instance, TestActor);
        ExpectMsg<OwnerKnown>();
        relay.Tell(new TopicMoved(Frames.Key));
        Relays.Tell(TellWhenOwned.Instance, TestActor);
        await SettleAsync(Relays, relay);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        await AcknowledgeAsync();
        ExpectMsg<OwnerKnown>();
    }

    [Fact]
    public async Task Who_waits_for_an_owner_is_not_held_up_by_a_topic_whose_last_watcher_leaves()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        relay.Tell(new TopicMoved(Frames.Key));
        Relays.Tell(TellWhenOwned.Instance, TestActor);
        await SettleAsync(Relays, relay);
        Relays.Tell(new LeaveTopic(channel, null));
        ExpectMsg<OwnerKnown>();

        // One that stops takes no question any more, and nobody waits for it.
        Relays.Tell(TellWhenOwned.Instance, TestActor);
        ExpectMsg<OwnerKnown>();
    }

    [Fact]
    public async Task Frames_that_waited_while_the_node_stood_still_are_not_passed_on_and_the_gap_is_healed()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[1]"));
        Permit.Granted = false;
        await FrameAsync(relay, Frames.Snapshot(NowMs + 5_000, "[2]"));
        Permit.Granted = true;
        await FrameAsync(relay, Frames.Progress(NowMs + 10_000, NowMs + 5_000));

        Assert.Equal(["snapshot"], Seen(Carrier)[1..]);
        Assert.Equal(NowMs, Region.FishForMessage<Subscribe>(_ => true).Positions.Single().Base);
    }

    [Fact]
    public async Task Frames_of_somebody_else_and_frames_of_the_past_are_dropped()
    {
        var relay = await JoinedAsync(Channel(1));
        relay.Tell(Frames.Snapshot(NowMs), CreateTestProbe());
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[1]"));
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[2]"));
        await FrameAsync(relay, Frames.Snapshot(NowMs + 1, "[3]", dataSet: "unknown"));

        Assert.Equal(["snapshot"], Seen(Carrier)[1..]);
    }

    [Fact]
    public async Task A_gap_makes_it_subscribe_again_with_what_it_has()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await FrameAsync(relay, Frames.Progress(NowMs + 10_000, NowMs + 5_000));

        Assert.Equal(new Position("viewers", "e1", NowMs, NowMs, NowMs + 5_000), Assert.Single(Region.ExpectMsg<Subscribe>().Positions));
        Assert.Equal(["snapshot"], Seen(Carrier)[1..]);
    }

    [Fact]
    public async Task A_new_owner_that_fails_is_shown_and_not_asked_again_and_again()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await FrameAsync(relay, Frames.Progress(NowMs + 5_000, 0, epoch: "e2", failing: "store unavailable"));

        Assert.Equal(["snapshot", "progress"], Seen(Carrier)[1..]);
        await Region.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task With_nothing_after_two_seconds_it_says_so_and_tells_who_joins_later_at_once()
    {
        var relay = await JoinedAsync(Channel(1));
        await AdvanceAsync(TimeSpan.FromMilliseconds(500), Relays, relay);
        await AdvanceAsync(TimeSpan.FromMilliseconds(1_500), Relays, relay);
        Assert.Equal(["progress", "progress"], Seen(Carrier)[1..]);
        Assert.Contains("\"epoch\":null,\"seq\":null,\"next_due\":null,\"as_of\":null", Carrier.Sent[^1], StringComparison.Ordinal);

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
        await AdvanceAsync(TimeSpan.FromMilliseconds(500), Relays, relay);
        await AdvanceAsync(TimeSpan.FromMilliseconds(5_400), Relays, relay);
        Assert.Equal(["snapshot", "snapshot"], Seen(Carrier)[1..]);
        await AdvanceAsync(TimeSpan.FromMilliseconds(200), Relays, relay);

        Assert.Equal(["snapshot", "snapshot", "progress", "progress"], Seen(Carrier)[1..]);
        Assert.Contains("\"state\":\"late\"", Carrier.Sent[^1], StringComparison.Ordinal);
        Region.ExpectMsg<Subscribe>();
    }

    [Fact]
    public async Task An_unanswered_subscription_is_retried_and_an_answered_one_renewed()
    {
        await JoinAsync(Channel(1));
        var subscribe = Region.ExpectMsg<Subscribe>();
        await AdvanceAsync(TimeSpan.FromMilliseconds(500), Relays, subscribe.Relay);
        Region.ExpectMsg<Subscribe>();
        subscribe.Relay.Tell(new SubscribeAck(Frames.Key, Owner, subscribe.Generation), Owner);
        for (var i = 0; i < 110 && !Region.HasMessages; i++) await AdvanceAsync(TimeSpan.FromSeconds(1), Relays, subscribe.Relay);

        Assert.Equal(subscribe.Generation, Region.ExpectMsg<Subscribe>().Generation);
    }

    [Fact]
    public async Task When_the_owners_node_is_gone_it_subscribes_anew_a_moment_later_and_says_whether_it_crashed()
    {
        var relay = await JoinedAsync(Channel(1));
        Relays.Tell(new NodeGone(new Address("akka.tcp", "realtime", "127.0.0.1", 1), 3, Crashed: true));
        await AdvanceAsync(TimeSpan.FromMilliseconds(400), Relays, relay);
        Assert.False(Region.HasMessages);

        Relays.Tell(new NodeGone(Owner.Ref.Path.Address, 2, Crashed: true));
        await SettleAsync(Relays, relay);
        Assert.False(Region.HasMessages);
        await AdvanceAsync(TimeSpan.FromMilliseconds(400), Relays, relay);
        Assert.True(Region.ExpectMsg<Subscribe>().OwnerCrashed);
    }

    [Fact]
    public async Task Told_that_the_topic_moved_it_subscribes_again()
    {
        var relay = await JoinedAsync(Channel(1));
        relay.Tell(new TopicMoved(Frames.Key));
        Region.ExpectMsg<Subscribe>();
        Relays.Tell(new Reassert(Frames.Key));
        Region.ExpectMsg<Subscribe>();
    }

    [Fact]
    public async Task A_slow_client_that_has_room_again_gets_the_snapshot_it_missed()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        relay.Tell(new ChannelMissedFrames(channel, "viewers"));
        await SettleAsync(relay);

        Assert.Equal(["snapshot", "snapshot"], Seen(Carrier)[1..]);
    }
}
