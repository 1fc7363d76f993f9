namespace Realtime.Protocol.Tests;

/// <summary>The exact bytes of the server's binary messages.</summary>
public class BinaryMessageWriterTests
{
    private static readonly byte[] Topic = [.. "\"room:1\""u8];

    [Fact]
    public void A_push_has_three_sizes_and_no_ref() => Assert.Equal(
        [0, 1, 6, 3, .. "3room:1bin"u8, 1, 2, 3],
        Written.Bytes(to => BinaryMessageWriter.Push(to, "\"3\""u8, Topic, "bin", [1, 2, 3])));

    [Fact]
    public void A_reply_has_four_sizes_and_a_status() => Assert.Equal(
        [1, 1, 2, 6, 2, .. "317room:1ok"u8, 1, 2, 3],
        Written.Bytes(to => BinaryMessageWriter.Reply(to, "\"3\""u8, "\"17\""u8, Topic, "ok", [1, 2, 3])));

    [Fact]
    public void A_broadcast_has_two_sizes_and_no_refs() => Assert.Equal(
        [2, 6, 3, .. "room:1bin"u8, 1, 2, 3],
        Written.Bytes(to => BinaryMessageWriter.Broadcast(to, Topic, "bin", [1, 2, 3])));

    [Fact]
    public void A_null_ref_is_empty_and_a_number_keeps_its_digits() => Assert.Equal(
        [1, 0, 3, 6, 2, .. "1.0room:1ok"u8],
        Written.Bytes(to => BinaryMessageWriter.Reply(to, MessageWriter.Null, "1.0"u8, Topic, "ok", [])));

    [Fact]
    public void Strings_travel_unescaped() => Assert.Equal(
        [2, 4, 2, .. "😀"u8, .. "é"u8],
        Written.Bytes(to => BinaryMessageWriter.Broadcast(to, """
            "\ud83d\ude00"
            """u8, "é", [])));

    [Fact]
    public void Strings_of_255_bytes_fit()
    {
        var text = new string('x', 255);
        var token = MessageWriter.Token(text);
        var written = Written.Bytes(to => BinaryMessageWriter.Reply(to, token, token, token, text, [7]));

        Assert.Equal([1, 255, 255, 255, 255, .. string.Concat(text, text, text, text).Utf8(), 7], written);
    }

    [Theory]
    [InlineData("joinRef")]
    [InlineData("reference")]
    [InlineData("topicToken")]
    [InlineData("status")]
    public void A_longer_string_is_refused_by_name_and_size_before_anything_is_written(string parameter)
    {
        var fits = MessageWriter.Token("x");
        var tooLong = MessageWriter.Token(new string('é', 128));
        byte[] Choose(string name) => name == parameter ? tooLong : fits;

        Written.Bytes(to =>
        {
            var error = Assert.Throws<ArgumentException>(() => BinaryMessageWriter.Reply(
                to, Choose("joinRef"), Choose("reference"), Choose("topicToken"), MessageReader.Unescape(Choose("status")), []));
            Assert.Equal(parameter, error.ParamName);
            Assert.Contains("256", error.Message, StringComparison.Ordinal);
            Assert.Contains("255", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, ((System.Buffers.ArrayBufferWriter<byte>)to).WrittenCount);
        });
    }

    [Fact]
    public void An_event_of_256_bytes_is_refused()
    {
        var tooLong = new string('x', 256);

        Written.Bytes(to =>
        {
            Assert.Throws<ArgumentException>("eventName", () => BinaryMessageWriter.Push(to, Topic, Topic, tooLong, []));
            Assert.Throws<ArgumentException>("eventName", () => BinaryMessageWriter.Broadcast(to, Topic, tooLong, []));
        });
    }
}
