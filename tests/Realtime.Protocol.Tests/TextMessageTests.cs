namespace Realtime.Protocol.Tests;

/// <summary>How a text message of a client is read.</summary>
public class TextMessageTests
{
    [Theory]
    [InlineData("phx_join", ClientEvent.Join)]
    [InlineData("phx_leave", ClientEvent.Leave)]
    [InlineData("heartbeat", ClientEvent.Heartbeat)]
    [InlineData("access_token", ClientEvent.AccessToken)]
    [InlineData("attention", ClientEvent.Attention)]
    [InlineData("phx\\u005fjoin", ClientEvent.Join)]
    [InlineData("\\u0068eartbeat", ClientEvent.Heartbeat)]
    [InlineData("PHX_JOIN", ClientEvent.Other)]
    [InlineData("phx_joined", ClientEvent.Other)]
    [InlineData("phx_reply", ClientEvent.Other)]
    [InlineData("", ClientEvent.Other)]
    public void An_event_is_what_its_name_says_however_it_is_spelled(string spelled, ClientEvent expected) =>
        Assert.Equal(expected, Received.Text($$"""["1","2","realtime:a","{{spelled}}",{}]""")?.Event);

    [Theory]
    [InlineData("phoenix", true)]
    [InlineData("ph\\u006Fenix", true)]
    [InlineData("phoenix ", false)]
    [InlineData("Phoenix", false)]
    [InlineData("", false)]
    public void The_heartbeat_topic_is_known_however_it_is_spelled(string spelled, bool expected) =>
        Assert.Equal(expected, Received.Text($$"""[null,"2","{{spelled}}","heartbeat",{}]""")?.IsPhoenixTopic);

    [Theory]
    [InlineData("null")]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("-0.50e+03")]
    [InlineData("12345678901234567890123")]
    [InlineData("\"\"")]
    [InlineData("\"\\u0031\"")]
    [InlineData("\"a \\\" b \\\\\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"日本\"")]
    public void A_ref_is_kept_byte_for_byte(string token)
    {
        var read = Received.Text($"[{token}, {token} ,\"t\",\"e\",{{}}]");

        Assert.Equal((token, token), (read?.JoinRef, read?.Ref));
        Assert.Equal(token == "null", read?.HasNullJoinRef);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[[\"1\"]]")]
    public void A_ref_of_another_kind_is_malformed(string token)
    {
        Assert.Null(Received.Text($"[{token},\"1\",\"t\",\"e\",{{}}]"));
        Assert.Null(Received.Text($"[\"1\",{token},\"t\",\"e\",{{}}]"));
    }

    [Theory]
    [InlineData("\"realtime:a\"", "realtime:a")]
    [InlineData("\"realtime\\u003aa\\/b\"", "realtime:a/b")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"😀 \\uD83D\\uDE00\"", "😀 😀")]
    [InlineData("\"\\\\ud800\"", "\\ud800")]
    [InlineData("\"\\u0000\"", "\0")]
    public void A_topic_is_kept_as_spelled_and_can_be_unescaped(string token, string expected)
    {
        var read = Received.Text($"[null,\"1\",{token},\"e\",{{}}]");

        Assert.Equal((token, expected), (read?.TopicToken, read?.Topic));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("[\"t\"]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\"")]
    [InlineData("\"\\ud83d \\ude00\"")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"")]
    [InlineData("\"\\ud83d\\\\ude00\"")]
    [InlineData("\"\\ud83d\\n\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\n\"")]
    public void A_topic_or_event_that_is_no_text_is_malformed(string token)
    {
        Assert.Null(Received.Text($"[null,\"1\",{token},\"e\",{{}}]"));
        Assert.Null(Received.Text($"[null,\"1\",\"t\",{token},{{}}]"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"a\": [1, 2.50, null, {\"b\":\"\\u0041\"}],\"a\":2}")]
    [InlineData("[1,[2]]")]
    [InlineData("\"text\"")]
    [InlineData("-1.5e3")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{\"unread\":\"\\ud800\"}")]
    public void A_payload_of_any_kind_is_kept_byte_for_byte(string payload)
    {
        Assert.Equal(payload, Received.Text($"[null,\"1\",\"t\",\"e\",{payload}]")?.PayloadText);
        Assert.Equal(payload, Received.Text($" [ null , \"1\" , \"t\" , \"e\" ,\t{payload}\r\n] \n")?.PayloadText);
    }

    [Theory]
    [InlineData("6")]
    [InlineData("{\"a\":[]},null,[[]]")]
    public void Elements_past_the_fifth_are_ignored(string more) =>
        Assert.Equal("{}", Received.Text($"[null,\"1\",\"t\",\"e\",{{}},{more}]")?.PayloadText);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{not json")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null,\"1\",\"t\",\"e\"]")]
    [InlineData("[null,\"1\",\"t\",\"e\",]")]
    [InlineData("[null,\"1\",\"t\",\"e\",{}")]
    [InlineData("[null,\"1\",\"t\",\"e\",{}]]")]
    [InlineData("[null,\"1\",\"t\",\"e\",{}] x")]
    [InlineData("[null,\"1\",\"t\",\"e\",{}][]")]
    [InlineData("[null,\"1\",\"t\",\"e\",{},]")]
    [InlineData("[null,\"1\",\"t\",\"e\",{},nope]")]
    [InlineData("[null,\"1\",\"t\",\"e\",{\"a\":}]")]
    [InlineData("[null,\"1\",\"t\",\"e\",{}/* why */]")]
    [InlineData("[null,'1','t','e',{}]")]
    [InlineData("[null,01,\"t\",\"e\",{}]")]
    [InlineData("\uFEFF[null,\"1\",\"t\",\"e\",{}]")]
    public void What_is_not_one_JSON_array_of_five_is_malformed(string message) => Assert.Null(Received.Text(message));

    // The array of the message is the first of the 64 levels.
    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public void A_payload_nests_at_most_63_levels(int levels, bool expected)
    {
        var deep = new string('[', levels) + new string(']', levels);

        Assert.Equal(expected, Received.Text($"[null,\"1\",\"t\",\"e\",{deep}]") is not null);
        Assert.Equal(expected, Received.Text($"[null,\"1\",\"t\",\"e\",{{}},{deep}]") is not null);
    }

    [Theory]
    [InlineData("[\"?\",\"1\",\"t\",\"e\",{}]")]
    [InlineData("[null,\"1\",\"?\",\"e\",{}]")]
    [InlineData("[null,\"1\",\"t\",\"?\",{}]")]
    [InlineData("[null,\"1\",\"t\",\"e\",\"?\"]")]
    public void Bytes_that_are_not_UTF8_are_malformed_wherever_they_stand(string message)
    {
        var bytes = message.Utf8();
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xC3;

        Assert.Null(Received.Text(bytes));
    }

    [Theory]
    [InlineData("[null,\"1\",\"phoenix\",\"heartbeat\",{}]")]
    [InlineData("[\"1\",\"2\",\"realtime:a\",\"phx_join\",{\"access_token\":\"x\",\"delta\":true},[6]]")]
    [InlineData("[\"\\u0031\",2,\"realtime\\u003a\\ud83d\\ude00\",\"phx\\u005fleave\",[\"\\ud800\"]]")]
    public void Reading_a_text_message_allocates_nothing(string message)
    {
        var utf8 = message.Utf8();

        Assert.Equal(0, Allocations.Of(() => Assert.True(MessageReader.TryReadText(utf8, out _))));
    }
}
