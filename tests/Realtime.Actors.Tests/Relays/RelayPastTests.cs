using System.Text;
using System.Text.Json;
using Realtime.Actors.Connections;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Relays;

/// <summary>What a relay says to clients that come back or look back.</summary>
public class RelayPastTests : RelayWorld
{
    [Fact]
    public async Task Nobody_asks_for_deltas_until_somebody_takes_them()
    {
        await JoinAsync(Channel(1));
        Assert.False(Region.ExpectMsg<Subscribe>().WantsDeltas);
        await JoinAsync(Asking(2, """{"delta":true}"""));
        Assert.True(Region.ExpectMsg<Subscribe>().WantsDeltas);
        await JoinAsync(Asking(3, """{"delta":true}"""));
        await Region.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Who_has_all_gets_nothing_but_the_news_since()
    {
        var relay = await JoinedAsync(Channel(1));
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        var (current, behind, other) = (new HeldCarrier(), new HeldCarrier(), new HeldCarrier());
        await JoinAsync(Asking(2, Resume("e1", NowMs), current));
        await FrameAsync(relay, Frames.Progress(NowMs + 5_000, NowMs, failing: "store timeout"));
        await JoinAsync(Asking(3, Resume("e1", NowMs), behind));
        await JoinAsync(Asking(4, Resume("e2", NowMs), other));

        Assert.Equal(["progress"], Seen(current)[1..]);
        Assert.Equal(["progress"], Seen(behind)[1..]);
        Assert.Contains("store timeout", behind.Sent[^1], StringComparison.Ordinal);
        Assert.Equal(["snapshot"], Seen(other)[1..]);
    }

    [Fact]
    public async Task What_a_client_had_as_it_joined_counts_only_once()
    {
        var channel = Asking(1, Resume("e1", NowMs));
        var relay = await JoinedAsync(channel);
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        relay.Tell(new ChannelMissedFrames(channel, "viewers"), Owner);
        await SettleAsync(relay);

        Assert.Equal(["snapshot", "snapshot"], Seen(Carrier)[1..]);
    }

    [Fact]
    public async Task A_hidden_tab_gets_no_deltas_and_the_whole_result_when_it_is_looked_at_again()
    {
        var channel = Asking(1, """{"delta":true}""");
        var relay = await JoinedAsync(channel);
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        relay.Tell(new ChannelAttention(channel, false, Token("2")), Owner);
        await FrameAsync(relay, Frames.Changed(NowMs + 5_000, NowMs));
        relay.Tell(new ChannelAttention(channel, true, Token("3")), Owner);
        await FrameAsync(relay, Frames.Changed(NowMs + 10_000, NowMs + 5_000));

        string[] kinds = [.. Carrier.Sent.Select(text => JsonElement.Parse(text)[4]).Where(p => p.TryGetProperty("kind", out _)).Select(p => p.Text("kind"))];
        Assert.Equal(["snapshot", "progress", "snapshot", "delta"], kinds);
    }

    [Fact]
    public async Task Before_there_is_data_a_look_back_shows_nothing_and_then_what_came()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        Assert.Equal("""{"from":null,"frames":[]}""", (await RewindAsync(channel, 5)).GetProperty("response").GetRawText());
        await FrameAsync(relay, Frames.Snapshot(NowMs, "[1]"));
        await FrameAsync(relay, Frames.Changed(NowMs + 5_000, NowMs, "[2]", "[2]"));

        var response = (await RewindAsync(channel, 5)).GetProperty("response");
        Assert.Equal(NowMs, response.GetProperty("from").GetInt64());
        Assert.Equal(["snapshot", "delta"], response.GetProperty("frames").EnumerateArray().Select(f => f.GetProperty("payload").Text("kind")));
        Assert.StartsWith("""["1","1","realtime:acme","phx_reply",""", Carrier.Sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_history_says_so_and_still_passes_deltas_on()
    {
        var none = new HistoryBudget(new HistorySettings { Ticks = 0 });
        var relays = Sys.ActorOf(Actors.Relays.Relays.Props(new RelayContext(Region, Writer, 42, ["viewers"], TimeSpan.FromSeconds(5)) { History = none }));
        var channel = Asking(1, """{"delta":true}""");
        relays.Tell(new JoinTopic(channel, Token("r1"), null), Owner);
        await SettleAsync(relays);
        var relay = await AcknowledgeAsync();
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await FrameAsync(relay, Frames.Changed(NowMs + 5_000, NowMs));
        Assert.Contains("\"kind\":\"delta\"", Carrier.Sent[^1], StringComparison.Ordinal);

        relay.Tell(new RewindTopic(channel, Token("1"), 1), Owner);
        await SettleAsync(relay);
        Assert.Contains("this server keeps no history", Carrier.Sent[^1], StringComparison.Ordinal);
        Assert.Equal(0, none.Used);
    }

    [Fact]
    public async Task Who_has_not_read_what_was_sent_before_is_refused_a_look_back_and_gets_one_afterwards()
    {
        var channel = Channel(1);
        var relay = await JoinedAsync(channel);
        Carrier.Holds = true;
        // The first is being written, the second waits.
        await FrameAsync(relay, Frames.Snapshot(NowMs));
        await FrameAsync(relay, Frames.Snapshot(NowMs + 5_000));
        Relays.Tell(new RewindTopic(channel, Token("1"), 5), Owner);
        await SettleAsync(Relays, relay);
        Carrier.Holds = false;
        while (Carrier.Complete())
        {
        }

        Assert.Single(Carrier.Sent, """["1","1","realtime:acme","phx_reply",{"status":"error","response":{"reason":"read what was sent before first"}}]""");
        Assert.Equal("ok", (await RewindAsync(channel, 5)).Text("status"));
    }

    private static string Resume(string epoch, long seq) => "{\"resume\":{\"viewers\":{\"epoch\":\"" + epoch + $"\",\"seq\":{seq}}}}}}}";

    private Channel Asking(int joinRef, string parameters, HeldCarrier? carrier = null)
    {
        var channel = Channel(joinRef, carrier);
        channel.Parameters = JoinParameters.Read(Encoding.UTF8.GetBytes(parameters), out var fault);
        Assert.Null(fault);
        Assert.NotSame(JoinParameters.Default, channel.Parameters);
        return channel;
    }

    private async Task<JsonElement> RewindAsync(Channel channel, double minutes)
    {
        Relays.Tell(new RewindTopic(channel, Token("1"), minutes), Owner);
        await SettleAsync(Relays, Relay!);
        return JsonElement.Parse(Carrier.Sent[^1])[4];
    }
}
