using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Joins, leaves and events, as a browser sends them to a real node.</summary>
[Collection(DemoNodeCollection.Name)]
public sealed class JoinTests(DemoNode node)
{
    [Fact]
    public async Task A_join_is_answered_first_and_then_by_a_snapshot_of_each_data_set()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.PushAsync("realtime:acme", "phx_join", "7", "3");
        foreach (var dataSet in DemoNode.DataSets)
        {
            var frame = await client.FrameAsync("acme", dataSet, _ => true, "first frame");
            Assert.True(frame.IsSnapshot, frame.Text);
            Assert.Equal(("null", "null", "live"), (frame.JoinRef, frame.Ref, frame.State));
            Assert.NotEqual(0, frame.Rows);
            Assert.Equal(frame.Payload.GetProperty("columns").GetArrayLength(), frame.Payload.GetProperty("rows")[0].GetArrayLength());
        }

        Assert.Equal("""["3","7","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", client.Messages[0].Text);
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("\"1\"", "\"2\"")]
    [InlineData("null", "null")]
    [InlineData("1.50e1", "-0")]
    [InlineData("\"\\u0041\\n\\/\"", "\"\\ud83d\\ude00 \u00e9\"")]
    [InlineData("\"a\\\"b\"", "\"\"")]
    public async Task Refs_come_back_byte_for_byte(string joinRef, string @ref)
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.SendAsync($$"""[ {{joinRef}} , {{@ref}} ,"realtime:acme","phx_join",{}]""");
        await client.MessageAsync(m => m.Event == "phx_reply", "reply");
        Assert.Equal($$$"""[{{{joinRef}}},{{{@ref}}},"realtime:acme","phx_reply",{"status":"ok","response":{}}]""", client.Messages[0].Text);
        await client.SendAsync($$"""[{{joinRef}},"l","realtime:acme","phx_leave",{}]""");
        var close = await client.MessageAsync(m => m.Event == "phx_close", "close");
        Assert.Equal($$"""[{{joinRef}},{{joinRef}},"realtime:acme","phx_close",{}]""", close.Text);
    }

    [Fact]
    public async Task A_second_join_is_answered_before_the_first_is_closed_and_wins()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("acme", "1");
        var from = client.Count;
        await client.PushAsync("realtime:acme", "phx_join", "2", "2");
        var close = await client.MessageAsync(m => m.Event == "phx_close", "close of the first join", from);
        Assert.Equal("""["1","1","realtime:acme","phx_close",{}]""", close.Text);
        Assert.Equal("""["2","2","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", client.Messages[close.Place - 1].Text);

        await client.PushAsync("realtime:acme", "phx_leave", "stale", "1");
        await client.PushAsync("realtime:acme", "phx_leave", "current", "2");
        await client.ReplyAsync("realtime:acme", "current");
        Assert.DoesNotContain(client.Messages, m => m.Ref == "\"stale\"");
    }

    [Fact]
    public async Task Each_watcher_of_a_connection_that_joined_twice_gets_a_frame_once()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("globex", "1");
        await client.JoinAsync("globex", "2");
        var joined = await client.MessageAsync(m => m.Event == "phx_close", "close of the first join");
        var first = await client.FrameAsync("globex", "startup_time", _ => true, "frame", joined.Place);
        await client.FrameAsync("globex", "startup_time", m => m.Seq >= first.Seq + 3000, "three beats more", joined.Place);
        var frames = client.Messages.Skip(joined.Place).Where(m => m.Event == "startup_time").Select(m => m.Seq).ToArray();
        Assert.Equal(frames.Distinct(), frames);
    }

    [Fact]
    public async Task A_leave_is_answered_before_its_close_and_nothing_follows()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("acme", "1");
        await client.JoinAsync("globex", "2");
        await client.FrameAsync("acme", "startup_time", _ => true, "data");
        await client.PushAsync("realtime:acme", "phx_leave", "9");
        var reply = await client.ReplyAsync("realtime:acme", "9");
        Assert.Equal("""["1","9","realtime:acme","phx_reply",{"status":"ok","response":{}}]""", reply.Text);
        var close = await client.MessageAsync(m => m.Event == "phx_close", "close");
        Assert.Equal((reply.Place + 1, """["1","1","realtime:acme","phx_close",{}]"""), (close.Place, close.Text));
        // The other topic is the clock.
        var seen = await client.FrameAsync("globex", "startup_time", _ => true, "a frame", close.Place);
        await client.FrameAsync("globex", "startup_time", m => m.Seq >= seen.Seq + 2000, "two beats more", close.Place);
        Assert.DoesNotContain(client.Messages.Skip(close.Place + 1), m => m.Topic == "realtime:acme");
    }

    [Fact]
    public async Task A_leave_of_a_topic_not_joined_is_ok_and_closes_nothing()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.PushAsync("realtime:never", "phx_leave", "4", "3");
        await client.PushAsync("phoenix", "heartbeat", "5");
        await client.ReplyAsync("phoenix", "5");
        Assert.Equal(["""["3","4","realtime:never","phx_reply",{"status":"ok","response":{}}]"""], client.Messages.SkipLast(1).Select(m => m.Text).ToArray());
    }

    [Fact]
    public async Task Events_are_for_joined_topics_and_known_names()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.PushAsync("realtime:acme", "hello", "1");
        await client.JoinAsync("acme", "2");
        await client.PushAsync("realtime:acme", "hello", "3", "2");
        await client.PushAsync("realtime:acme", "hello", "4");
        await client.PushAsync("realtime:acme", "hello", "stale", "1");
        await client.PushAsync("phoenix", "hello", "5");
        await client.ReplyAsync("phoenix", "5");
        Assert.Equal(
            [
                """[null,"1","realtime:acme","phx_reply",{"status":"error","response":{"reason":"unmatched topic"}}]""",
                """["2","2","realtime:acme","phx_reply",{"status":"ok","response":{}}]""",
                """["2","3","realtime:acme","phx_reply",{"status":"error","response":{"reason":"unknown event"}}]""",
                """["2","4","realtime:acme","phx_reply",{"status":"error","response":{"reason":"unknown event"}}]""",
                """[null,"5","phoenix","phx_reply",{"status":"error","response":{"reason":"unmatched topic"}}]""",
            ],
            client.Messages.Where(m => m.Event == "phx_reply").Select(m => m.Text).ToArray());
        // The channel lives on.
        await client.PushAsync("realtime:acme", "phx_leave", "6", "2");
        Assert.Equal("\"2\"", (await client.ReplyAsync("realtime:acme", "6")).JoinRef);
    }

    [Theory]
    [InlineData("other:acme")]
    [InlineData("realtime")]
    [InlineData("")]
    [InlineData("Realtime:acme")]
    public async Task A_join_of_another_kind_of_topic_is_unmatched(string topic)
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.PushAsync(topic, "phx_join", "2", "1");
        await client.ReplyAsync(topic, "2");
        Assert.Equal($$$"""[null,"2","{{{topic}}}","phx_reply",{"status":"error","response":{"reason":"unmatched topic"}}]""", client.Messages[0].Text);
    }

    [Theory]
    [InlineData("realtime:")]
    [InlineData("realtime:a\u0001b")]
    [InlineData("realtime:a\u0085b")]
    [InlineData("long")]
    public async Task A_key_nobody_can_have_is_refused_for_good(string topic)
    {
        if (topic == "long") topic = "realtime:" + new string('k', 247);
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.PushAsync(topic, "phx_join", "2", "1");
        await client.MessageAsync(m => m.Event == "phx_close", "close");
        var (reply, close) = (client.Messages[0], client.Messages[1]);
        Assert.Equal(("\"1\"", "\"2\"", topic, "phx_reply"), (reply.JoinRef, reply.Ref, reply.Topic, reply.Event));
        Assert.Equal("error", reply.Payload.GetProperty("status").GetString());
        Assert.StartsWith("invalid topic", reply.Payload.GetProperty("response").GetProperty("reason").GetString());
        Assert.Equal(("\"1\"", "\"1\"", topic, "phx_close"), (close.JoinRef, close.Ref, close.Topic, close.Event));
    }
}
