using System.Net.WebSockets;
using System.Text;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>What odd, broken and hostile clients send, and that nobody else notices.</summary>
[Collection(DemoNodeCollection.Name)]
public sealed class OddClientTests(DemoNode node)
{
    private const int MessageBytes = 65_536;

    [Theory]
    [InlineData("' or 1=1 --")]
    [InlineData("'; drop table live_view; --")]
    [InlineData("\"); delete from live_view; --")]
    [InlineData("$1 {} \\ % */ /* ")]
    [InlineData("\u65e5\u672c\u8a9e \ud83d\ude00")]
    public async Task A_key_with_SQL_in_it_is_a_key_like_any_other(string key)
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync(key, "1");
        foreach (var dataSet in DemoNode.DataSets)
        {
            var frame = await client.FrameAsync(key, dataSet, m => m.IsSnapshot, "snapshot");
            Assert.Equal("live", frame.State);
            // A histogram may well have its buckets, all empty.
            if (dataSet != "startup_time") Assert.Equal(0, frame.Rows);
        }

        await client.JoinAsync("acme", "2");
        Assert.NotEqual(0, (await client.FrameAsync("acme", "top_concurrent_video_title", m => m.IsSnapshot, "snapshot of another")).Rows);
    }

    [Fact]
    public async Task A_heartbeat_is_answered_while_joins_are_cold()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        for (var i = 0; i < 50; i++) await client.PushAsync($"realtime:cold-{i}", "phx_join", $"{i}", $"{i}");
        await client.PushAsync("phoenix", "heartbeat", "beat");
        var beat = await client.ReplyAsync("phoenix", "beat");
        Assert.Equal("""[null,"beat","phoenix","phx_reply",{"status":"ok","response":{}}]""", beat.Text);
        var last = 0;
        for (var i = 0; i < 50; i++)
        {
            foreach (var dataSet in DemoNode.DataSets) last = Math.Max(last, (await client.FrameAsync($"cold-{i}", dataSet, m => m.IsSnapshot, "snapshot")).Place);
        }

        Assert.True(beat.Place < last, $"the heartbeat's reply came at {beat.Place}, after all data of the joins, at {last}");
    }

    [Fact]
    public async Task A_binary_push_is_read_like_a_text()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("acme", "3");
        await client.SendAsync([0, 1, 1, 13, 3, .. "37realtime:acmebin"u8, 1, 2, 3], WebSocketMessageType.Binary);
        var reply = await client.ReplyAsync("realtime:acme", "7");
        Assert.Equal("""["3","7","realtime:acme","phx_reply",{"status":"error","response":{"reason":"unknown event"}}]""", reply.Text);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null,null,\"realtime:acme\",\"phx_join\"]")]
    [InlineData("[null,null,7,\"phx_join\",{}]")]
    [InlineData("[{},null,\"realtime:acme\",\"phx_join\",{}]")]
    [InlineData("[null,null,\"realtime:acme\",\"phx_join\",{}]]")]
    [InlineData("[null,null,\"realtime:acme\",\"phx_join\",{}")]
    [InlineData("")]
    public async Task A_text_that_is_no_message_closes_with_1011(string text)
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.SendAsync(text);
        Assert.Equal(1011, (await client.ClosedAsync()).Code);
        Assert.Empty(client.Messages);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 9, 1, 2, 3 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 1, 1, 200, 3, 51, 55 })]
    public async Task A_wrong_binary_message_closes_with_1011(byte[] bytes)
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.SendAsync(bytes, WebSocketMessageType.Binary);
        Assert.Equal(1011, (await client.ClosedAsync()).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_that_is_not_UTF8_closes_with_1007(bool inFragments)
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        if (inFragments) await client.SendAsync("[null,\"1\",\"phoenix\","u8.ToArray(), WebSocketMessageType.Text, last: false);
        await client.SendAsync([.. "\"heartbeat\",{\"x\":\""u8, 0xC3, 0x28, .. "\"}]"u8], WebSocketMessageType.Text);
        Assert.Equal(1007, (await client.ClosedAsync()).Code);
        Assert.Empty(client.Messages);
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_with_1009()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.SendAsync(Heartbeat(MessageBytes + 1));
        Assert.Equal(1009, (await client.ClosedAsync()).Code);
        Assert.Empty(client.Messages);
    }

    [Fact]
    public async Task A_message_over_the_limit_in_many_fragments_closes_with_1009()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        var bytes = Encoding.UTF8.GetBytes(Heartbeat(2 * MessageBytes));
        try
        {
            foreach (var part in bytes.Chunk(500)) await client.SendAsync(part, WebSocketMessageType.Text, last: false);
        }
        catch (WebSocketException)
        {
            // Closed before all was sent, as it may.
        }

        Assert.Equal(1009, (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task A_message_of_just_the_limit_is_read_whole_or_in_fragments()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.SendAsync(Heartbeat(MessageBytes));
        await client.ReplyAsync("phoenix", "big");
        var from = client.Count;
        var parts = Encoding.UTF8.GetBytes(Heartbeat(MessageBytes)).Chunk(1000).ToArray();
        for (var i = 0; i < parts.Length; i++) await client.SendAsync(parts[i], WebSocketMessageType.Text, last: i == parts.Length - 1);
        await client.ReplyAsync("phoenix", "big", from);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task The_code_a_client_closes_with_comes_back_to_it(int code)
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("acme");
        Assert.Equal(code, await client.CloseAsync(code));
    }

    [Fact]
    public async Task A_client_that_vanishes_in_the_midst_of_a_message_harms_nobody()
    {
        await using var other = await PhoenixClient.ConnectAsync(node.Process);
        await other.JoinAsync("acme");
        var frame = await other.FrameAsync("acme", "startup_time", _ => true, "data");
        var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("acme");
        await client.SendAsync("[null,\"1\","u8.ToArray(), WebSocketMessageType.Text, last: false);
        await client.DisposeAsync();
        await other.FrameAsync("acme", "startup_time", m => m.Seq >= frame.Seq + 2000, "two beats more");
        Assert.True(other.IsOpen);
    }

    /// <summary>A heartbeat of so many bytes.</summary>
    private static string Heartbeat(int bytes)
    {
        const string start = "[null,\"big\",\"phoenix\",\"heartbeat\",{\"x\":\"", end = "\"}]";
        return start + new string('x', bytes - start.Length - end.Length) + end;
    }
}
