using System.Buffers;

namespace Realtime.Protocol.Tests;

/// <summary>The exact bytes of the server's text messages.</summary>
public class MessageWriterTests
{
    private static readonly byte[] JoinRef = [.. "\"1\""u8];
    private static readonly byte[] Ref = [.. "\"2\""u8];
    private static readonly byte[] Topic = [.. "\"realtime:a\""u8];

    [Fact]
    public void A_heartbeat_is_answered_without_join_ref() => Assert.Equal(
        """[null,"2","phoenix","phx_reply",{"status":"ok","response":{}}]""",
        Written.Text(to => MessageWriter.ReplyOk(to, MessageWriter.Null, Ref, "\"phoenix\""u8, MessageWriter.EmptyObject)));

    [Fact]
    public void An_ok_reply_carries_the_response() => Assert.Equal(
        """["1","2","realtime:a","phx_reply",{"status":"ok","response":{"a":[1]}}]""",
        Written.Text(to => MessageWriter.ReplyOk(to, JoinRef, Ref, Topic, """{"a":[1]}"""u8)));

    [Theory]
    [InlineData("unmatched topic")]
    [InlineData("too many channels joined")]
    [InlineData("unknown event")]
    [InlineData("unauthorized")]
    public void An_error_reply_carries_the_reason(string reason) => Assert.Equal(
        $$$"""["1","2","realtime:a","phx_reply",{"status":"error","response":{"reason":"{{{reason}}}"}}]""",
        Written.Text(to => MessageWriter.ReplyError(to, JoinRef, Ref, Topic, reason)));

    [Fact]
    public void A_close_has_the_join_ref_twice_and_no_content() => Assert.Equal(
        """["1","1","realtime:a","phx_close",{}]""",
        Written.Text(to => MessageWriter.Close(to, JoinRef, Topic)));

    [Fact]
    public void An_error_has_the_join_ref_twice_and_a_reason() => Assert.Equal(
        """["1","1","realtime:a","phx_error",{"reason":"owner moved"}]""",
        Written.Text(to => MessageWriter.Error(to, JoinRef, Topic, "owner moved")));

    [Fact]
    public void A_push_has_no_ref() => Assert.Equal(
        """["1",null,"realtime:a","presence_state",{"k":1}]""",
        Written.Text(to => MessageWriter.Push(to, JoinRef, Topic, "presence_state", """{"k":1}"""u8)));

    [Fact]
    public void A_broadcast_names_no_client() => Assert.Equal(
        """[null,null,"realtime:a","time_series",{"k":1}]""",
        Written.Text(to => MessageWriter.Broadcast(to, Topic, "time_series", """{"k":1}"""u8)));

    [Theory]
    [InlineData("\"\\u0031\"", "7", "\"realtime\\u003aa\\/b\"")]
    [InlineData("1.0", "-0e5", "\"日本\"")]
    [InlineData("null", "null", "\"\"")]
    public void Refs_and_topics_are_echoed_byte_for_byte(string joinRef, string reference, string topic) => Assert.Equal(
        $$$"""[{{{joinRef}}},{{{reference}}},{{{topic}}},"phx_reply",{"status":"ok","response":{}}]""",
        Written.Text(to => MessageWriter.ReplyOk(to, joinRef.Utf8(), reference.Utf8(), topic.Utf8(), MessageWriter.EmptyObject)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("it's <b>&</b> + /", "it's <b>&</b> + /")]
    [InlineData("é 日本", "é 日本")]
    [InlineData("say \"no\"", "say \\\"no\\\"")]
    [InlineData("back\\slash", "back\\\\slash")]
    [InlineData("line\nbreak\ttab", "line\\nbreak\\ttab")]
    [InlineData("\u0001", "\\u0001")]
    [InlineData("", "")]
    public void Text_is_escaped_no_more_than_JSON_asks_for(string text, string expected)
    {
        Assert.Equal($"\"{expected}\"".Utf8(), MessageWriter.Token(text));
        Assert.Equal(text, MessageReader.Unescape(MessageWriter.Token(text)));
    }

    [Fact]
    public void A_lone_surrogate_in_a_text_is_written_as_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", MessageReader.Unescape(MessageWriter.Token("a\ud800b")));

    [Fact]
    public void A_text_longer_than_any_stack_buffer_is_written_whole()
    {
        var text = string.Concat(Enumerable.Repeat("日本\"\n", 10_000));

        Assert.Equal(text, MessageReader.Unescape(MessageWriter.Token(text)));
    }

    [Fact]
    public void Messages_are_appended_to_what_the_buffer_holds() => Assert.Equal(
        """["1","1","realtime:a","phx_close",{}]["1","1","realtime:a","phx_close",{}]""",
        Written.Text(to =>
        {
            MessageWriter.Close(to, JoinRef, Topic);
            MessageWriter.Close(to, JoinRef, Topic);
        }));

    [Fact]
    public void Writing_allocates_nothing()
    {
        var to = new ArrayBufferWriter<byte>(4_096);

        Assert.Equal(0, Allocations.Of(() =>
        {
            to.ResetWrittenCount();
            MessageWriter.ReplyOk(to, JoinRef, Ref, Topic, MessageWriter.EmptyObject);
            MessageWriter.ReplyError(to, JoinRef, Ref, Topic, "say \"no\"");
            MessageWriter.Error(to, JoinRef, Topic, "owner moved");
            MessageWriter.Broadcast(to, Topic, "time_series", MessageWriter.EmptyObject);
        }));
    }
}
