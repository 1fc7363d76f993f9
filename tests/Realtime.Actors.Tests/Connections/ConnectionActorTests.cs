using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Connections;

/// <summary>What a client's messages get, row by row of the protocol's table. The test is the node's relays.</summary>
public class ConnectionActorTests : VirtualTime
{
    private const string Topic = "realtime:acme";
    private readonly HeldCarrier _carrier = new();
    private readonly TestProbe _relays;
    private readonly IActorRef _connection;

    public ConnectionActorTests()
    {
        _relays = CreateTestProbe();
        var settings = new ConnectionSettings { MaxTopics = 2, IdleTimeout = TimeSpan.FromSeconds(90) };
        _connection = Sys.ActorOf(ConnectionActor.Props(new Connection(1, _carrier, new Outbox(_carrier, new OutboxLimits()), peer: null, Grant.Anything, default), settings, _relays, Refusals.Unheard));
    }

    [Theory]
    [InlineData("""["1","2","phoenix","heartbeat",{}]""", """[null,"2","phoenix","phx_reply",{"status":"ok","response":{}}]""")]
    [InlineData("""[null,7,"phoenix","heartbeat",{}]""", """[null,7,"phoenix","phx_reply",{"status":"ok","response":{}}]""")]
    [InlineData("""["1","2","phoenix","phx_join",{}]""", """[null,"2","phoenix","phx_reply",{"status":"error","response":{"reason":"unmatched topic"}}]""")]
    [InlineData("""["1","2","room:1","phx_join",{}]""", """[null,"2","room:1","phx_reply",{"status":"error","response":{"reason":"unmatched topic"}}]""")]
    [InlineData("""["1","2","realtime:acme","hello",{}]""", """[null,"2","realtime:acme","phx_reply",{"status":"error","response":{"reason":"unmatched topic"}}]""")]
    [InlineData("""["1","2","realtime:acme","phx_leave",{}]""", """["1","2","realtime:acme","phx_reply",{"status":"ok","response":{}}]""")]
    public async Task What_is_not_joined_is_answered_at_once(string sent, string reply)
    {
        await SendAsync(sent);

        Assert.Equal([reply], _carrier.Sent);
        Assert.Equal(1, _carrier.Resumed);
        Assert.False(_relays.HasMessages);
    }

    [Fact]
    public async Task A_join_goes_to_the_relays_with_its_refs_as_they_came()
    {
        await SendAsync("""["1","\u0032","realtime:\u0061cme","phx_join",{}]""");

        var join = _relays.ExpectMsg<JoinTopic>();
        Assert.Equal(("acme", "\"1\"", "\"\\u0032\"", "\"realtime:\\u0061cme\""), (join.Channel.Key.Value, Text(join.Channel.JoinRef), Text(join.Ref), Text(join.Channel.TopicToken)));
        Assert.Null(join.Replaces);
        Assert.Empty(_carrier.Sent);
    }

    [Fact]
    public async Task A_topic_name_that_nobody_can_have_is_denied_for_good()
    {
        await SendAsync("""["1","2","realtime:","phx_join",{}]""");

        Assert.StartsWith("""["1","2","realtime:","phx_reply",{"status":"error","response":{"reason":"invalid topic""", _carrier.Sent[0], StringComparison.Ordinal);
        Assert.Equal("""["1","1","realtime:","phx_close",{}]""", _carrier.Sent[1]);
    }

    [Fact]
    public async Task What_a_join_asks_for_goes_with_its_channel()
    {
        await SendAsync("""["1","2","realtime:acme","phx_join",{"delta":true,"presence":"count"}]""");

        var parameters = _relays.ExpectMsg<JoinTopic>().Channel.Parameters;
        Assert.Equal((true, PresenceMode.Count), (parameters.Delta, parameters.Presence));
    }

    [Fact]
    public async Task A_join_that_asks_in_the_wrong_way_is_denied_for_good()
    {
        await SendAsync("""["1","2","realtime:acme","phx_join",{"delta":"yes"}]""");

        Assert.Equal(
            [
                """["1","2","realtime:acme","phx_reply",{"status":"error","response":{"reason":"invalid join parameter delta: found a text, expected true or false"}}]""",
                """["1","1","realtime:acme","phx_close",{}]""",
            ],
            _carrier.Sent);
        Assert.False(_relays.HasMessages);
    }

    [Fact]
    public async Task A_look_back_goes_to_the_relays_and_a_wrong_one_gets_its_reason()
    {
        var join = await JoinAsync(1);
        await SendAsync("""[null,"8","realtime:acme","rewind",{"minutes":0}]""");
        await SendAsync("""["1","9","realtime:acme","rewind",{"minutes":2.5}]""");

        Assert.Equal(
            ["""["1","8","realtime:acme","phx_reply",{"status":"error","response":{"reason":"invalid minutes, expected {\"minutes\": a number above 0}"}}]"""], _carrier.Sent);
        var rewind = _relays.ExpectMsg<RewindTopic>();
        Assert.Equal((join.Channel, "\"9\"", 2.5), (rewind.Channel, Text(rewind.Ref), rewind.Minutes));
    }

    [Fact]
    public async Task Too_many_topics_are_refused_but_a_second_join_of_one_is_not()
    {
        await JoinAsync(1, "realtime:a");
        await JoinAsync(2, "realtime:b");
        await SendAsync("""["3","3","realtime:c","phx_join",{}]""");
        Assert.Equal(["""["3","3","realtime:c","phx_reply",{"status":"error","response":{"reason":"too many channels joined"}}]"""], _carrier.Sent);

        Assert.NotNull((await JoinAsync(4, "realtime:a")).Replaces);
    }

    [Fact]
    public async Task The_second_join_of_a_topic_names_the_channel_it_replaces()
    {
        var first = await JoinAsync(1);
        var second = await JoinAsync(2);

        Assert.Same(first.Channel, second.Replaces);
    }

    [Theory]
    [InlineData("\"1\"", """["1","9","realtime:acme","phx_reply",{"status":"error","response":{"reason":"unknown event"}}]""")]
    [InlineData("null", """["1","9","realtime:acme","phx_reply",{"status":"error","response":{"reason":"unknown event"}}]""")]
    [InlineData("\"0\"", null)]
    public async Task An_unknown_event_on_a_joined_topic_is_refused_and_a_stale_one_ignored(string joinRef, string? reply)
    {
        await JoinAsync(1);
        await SendAsync($$"""[{{joinRef}},"9","{{Topic}}","hello",{}]""");

        Assert.Equal(reply is null ? [] : [reply], _carrier.Sent);
    }

    [Fact]
    public async Task A_token_offered_on_a_joined_topic_is_accepted()
    {
        await JoinAsync(1);
        await SendAsync("""["1","9","realtime:acme","access_token",{"access_token":"x"}]""");

        Assert.Equal(["""["1","9","realtime:acme","phx_reply",{"status":"ok","response":{}}]"""], _carrier.Sent);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Attention_goes_to_the_relay_which_answers_it(string visible, bool expected)
    {
        var join = await JoinAsync(1);
        await SendAsync($$"""["1","9","{{Topic}}","attention",{"visible":{{visible}}}]""");

        var told = _relays.ExpectMsg<ChannelAttention>();
        Assert.Equal((join.Channel, expected, "\"9\""), (told.Channel, told.Visible, Text(told.Ref)));
        Assert.Empty(_carrier.Sent);
    }

    [Fact]
    public async Task Attention_that_says_nothing_is_refused_with_what_was_expected()
    {
        await JoinAsync(1);
        await SendAsync($$"""["1","9","{{Topic}}","attention",{"visible":"no"}]""");

        Assert.Contains("""["1","9","realtime:acme","phx_reply",{"status":"error","response":{"reason":"attention: expected """, Assert.Single(_carrier.Sent), StringComparison.Ordinal);
        Assert.False(_relays.HasMessages);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public async Task A_leave_goes_to_the_relays_once(string joinRef)
    {
        var join = await JoinAsync(1);
        await SendAsync($$"""[{{joinRef}},"9","{{Topic}}","phx_leave",{}]""");
        var leave = _relays.ExpectMsg<LeaveTopic>();
        Assert.Same(join.Channel, leave.Channel);
        Assert.Equal("\"9\"", Text(leave.Ref));

        await SendAsync($$"""["1","10","{{Topic}}","phx_leave",{}]""");
        Assert.Equal(["""["1","10","realtime:acme","phx_reply",{"status":"ok","response":{}}]"""], _carrier.Sent);
    }

    [Fact]
    public async Task A_stale_leave_is_ignored()
    {
        await JoinAsync(2);
        await SendAsync("""["1","9","realtime:acme","phx_leave",{}]""");

        Assert.False(_relays.HasMessages);
        Assert.Empty(_carrier.Sent);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("[1,2,3,4]")]
    [InlineData("""["1","2","t","e"]""")]
    public async Task What_is_not_of_the_protocol_closes_with_1011(string sent)
    {
        await SendAsync(sent);

        Assert.Equal(1011, _carrier.Closed?.Code);
        Assert.Equal(1, _carrier.Resumed);
    }

    [Fact]
    public async Task A_binary_push_is_answered_like_a_text_message_and_a_broken_one_closes_with_1011()
    {
        await SendAsync("\0\u0001\u0001\u0007\u0009" + "12phoenixheartbeat", binary: true);
        Assert.Equal(["""[null,"2","phoenix","phx_reply",{"status":"ok","response":{}}]"""], _carrier.Sent);

        await SendAsync("\u0001\u0001", binary: true);
        Assert.Equal(1011, _carrier.Closed?.Code);
    }

    [Fact]
    public async Task A_channel_that_ended_on_the_servers_side_can_be_joined_anew_and_a_late_word_of_it_ends_nothing_else()
    {
        var first = await JoinAsync(1);
        _connection.Tell(new ChannelEnded(first.Channel));
        var second = await JoinAsync(2);
        Assert.Null(second.Replaces);

        _connection.Tell(new ChannelEnded(first.Channel));
        Assert.Same(second.Channel, (await JoinAsync(3)).Replaces);
    }

    [Fact]
    public async Task When_the_socket_is_gone_every_topic_is_left_and_nothing_is_sent_any_more()
    {
        var joins = new[] { await JoinAsync(1, "realtime:a"), await JoinAsync(2, "realtime:b") };
        await WatchAsync(_connection);
        _connection.Tell(SocketClosed.Instance);
        await ExpectTerminatedAsync(_connection);

        var left = _relays.ReceiveN(2).Cast<LeaveTopic>().ToArray();
        Assert.Equal(joins.Select(join => join.Channel).ToHashSet(), left.Select(leave => leave.Channel).ToHashSet());
        Assert.All(left, leave => Assert.Null(leave.Ref));
        joins[0].Channel.Outbox.Send(Encoding.UTF8.GetBytes("late"));
        Assert.Empty(_carrier.Sent);
    }

    private async Task<JoinTopic> JoinAsync(int joinRef, string topic = Topic)
    {
        await SendAsync($$"""["{{joinRef}}","{{joinRef}}","{{topic}}","phx_join",{}]""");
        return _relays.ExpectMsg<JoinTopic>();
    }

    private async Task SendAsync(string message, bool binary = false)
    {
        _connection.Tell(new SocketMessage { Bytes = Encoding.UTF8.GetBytes(message), IsBinary = binary });
        await SettleAsync(_connection);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
