using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Tests.Relays;

/// <summary>Hidden tabs on a node: what they get, and what the topic's owner is told of them.</summary>
public class AttentionTests : RelayWorld
{
    private static readonly TimeSpan JustBefore = Attention.Settles - TimeSpan.FromMilliseconds(1);
    private readonly HeldCarrier _other = new();

    [Fact]
    public void That_nobody_looks_is_told_when_it_has_settled_and_that_somebody_does_at_once()
    {
        var attention = new Attention();
        Assert.False(attention.Changed(allHidden: true, TimeSpan.Zero));
        Assert.Equal(Attention.Settles, attention.Due);
        Assert.False(attention.Changed(allHidden: true, JustBefore));
        Assert.True(attention.Changed(allHidden: true, Attention.Settles));
        Assert.True(attention.ToldHidden);
        Assert.False(attention.Changed(allHidden: true, 2 * Attention.Settles));
        Assert.True(attention.Changed(allHidden: false, 2 * Attention.Settles));
        Assert.False(attention.ToldHidden);
    }

    [Fact]
    public void A_tab_that_flaps_tells_nothing()
    {
        var attention = new Attention();
        for (var i = 0; i < 1_000; i++)
        {
            Assert.False(attention.Changed(allHidden: true, 2 * i * JustBefore));
            Assert.False(attention.Changed(allHidden: false, (2 * i + 1) * JustBefore));
            Assert.Null(attention.Due);
        }
    }

    [Fact]
    public async Task A_hidden_tab_gets_a_reply_then_progress_only_and_a_snapshot_at_once_on_return()
    {
        var (hidden, stays) = (Channel(1), Channel(2, _other));
        var relay = await JoinedAsync(hidden);
        await JoinAsync(stays);
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[1]"));
        await LookAsync(hidden, visible: false, "a1");
        await FrameAsync(relay, Frames.Snapshot(NowMs + 5_000, "[2]"));
        await FrameAsync(relay, Frames.Progress(NowMs + 10_000, NowMs + 5_000));

        Assert.Equal(["snapshot", Ok("a1"), "progress", "progress"], Seen(Carrier)[1..]);
        Assert.Equal(["snapshot", "snapshot", "progress"], Seen(_other)[1..]);
        Assert.Contains($"\"seq\":{NowMs + 5_000},\"next_due\":{NowMs + 10_000}", Carrier.Sent[^2], StringComparison.Ordinal);
        Assert.DoesNotContain("rows", Carrier.Sent[^2], StringComparison.Ordinal);
        // The progress of all is the same for all.
        Assert.Equal(_other.Sent[^1], Carrier.Sent[^1]);

        await LookAsync(hidden, visible: true, "a2");
        Assert.Equal([Ok("a2"), "snapshot"], Seen(Carrier)[^2..]);
        Assert.Contains("\"rows\":[[2]]", Carrier.Sent[^1], StringComparison.Ordinal);
        await FrameAsync(relay, Frames.Snapshot(NowMs + 15_000, "[3]"));
        Assert.Equal("snapshot", Seen(Carrier)[^1]);
    }

    [Fact]
    public async Task Saying_the_same_again_is_answered_and_changes_nothing()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await LookAsync(channel, visible: true, "a1");
        Assert.Equal(["snapshot", Ok("a1")], Seen(Carrier)[1..]);
        for (var i = 0; i < 3; i++) await LookAsync(channel, visible: false, "a2");
        await LookAsync(channel, visible: true, "a3");
        await FrameAsync(relay, Frames.Snapshot(NowMs + 5_000));

        Assert.Equal([Ok("a2"), Ok("a2"), Ok("a2"), Ok("a3"), "snapshot", "snapshot"], Seen(Carrier)[3..]);
    }

    [Fact]
    public async Task A_hidden_tab_that_was_slow_gets_no_snapshot_before_it_returns()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await LookAsync(channel, visible: false, "a1");
        relay.Tell(new ChannelMissedFrames(channel, "viewers"));
        await SettleAsync(relay);

        Assert.Equal(["snapshot", Ok("a1")], Seen(Carrier)[1..]);
    }

    [Fact]
    public async Task The_owner_is_told_when_all_tabs_of_the_node_are_hidden_and_when_one_is_seen()
    {
        var (one, two) = (Channel(1), Channel(2, _other));
        var relay = await JoinedAsync(one);
        await JoinAsync(two);
        await LookAsync(one, visible: false, "a1");
        await SettledAsync(relay);
        Assert.False(Region.HasMessages);
        await LookAsync(two, visible: false, "a2");
        Assert.False(Region.HasMessages);
        await SettledAsync(relay);
        Assert.True(Region.ExpectMsg<Subscribe>().Hidden);

        relay.Tell(new TopicMoved(Frames.Key));
        Assert.True(Region.ExpectMsg<Subscribe>().Hidden);
        await LookAsync(two, visible: true, "a3");
        Assert.False(Region.ExpectMsg<Subscribe>().Hidden);
    }

    [Fact]
    public async Task A_rejoin_begins_visible_and_a_join_is_seen_at_once_and_the_last_seen_one_that_leaves_is_missed()
    {
        var hidden = Channel(1);
        var relay = await JoinedAsync(hidden);
        await LookAsync(hidden, visible: false, "a1");
        await SettledAsync(relay);
        Assert.True(Region.ExpectMsg<Subscribe>().Hidden);
        var again = Channel(2);
        Relays.Tell(new JoinTopic(again, Token("r2"), hidden));
        await SettleAsync(Relays, relay);
        Assert.False(Region.ExpectMsg<Subscribe>().Hidden);

        await LookAsync(again, visible: false, "a2");
        var seen = Channel(3, _other);
        await JoinAsync(seen);
        await SettledAsync(relay);
        while (Region.HasMessages) Assert.False(Region.ExpectMsg<Subscribe>().Hidden);
        Relays.Tell(new LeaveTopic(seen, null));
        await SettleAsync(Relays);
        await SettledAsync(relay);
        Assert.True(((Subscribe)Region.FishForMessage(message => message is Subscribe { Hidden: true })).Hidden);
    }

    private static string Ok(string reference) => $$$"""["1","{{{reference}}}","realtime:acme","phx_reply",{"status":"ok","response":{}}]""";

    private async Task LookAsync(Channel channel, bool visible, string reference)
    {
        Relays.Tell(new ChannelAttention(channel, visible, Token(reference)));
        await SettleAsync(Relays, channel.Relay!);
    }

    /// <summary>As long as attention takes to settle, with an owner who answers.</summary>
    private async Task SettledAsync(IActorRef relay)
    {
        relay.Tell(new SubscribeAck(Frames.Key, Owner, Generation), Owner);
        await AdvanceAsync(Attention.Settles, Relays, relay);
    }
}
