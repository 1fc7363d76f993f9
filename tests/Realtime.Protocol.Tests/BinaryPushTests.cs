using System.Buffers;

namespace Realtime.Protocol.Tests;

/// <summary>How a binary push of a client is read.</summary>
public class BinaryPushTests
{
    private static readonly byte[] Example = [0, 1, 1, 6, 3, .. "37room:1bin"u8, 1, 2, 3];

    [Fact]
    public void The_example_of_the_specification_is_read()
    {
        var read = Received.Binary(Example);

        Assert.NotNull(read);
        Assert.Equal(("\"3\"", "\"7\"", "\"room:1\"", "room:1"), (read.JoinRef, read.Ref, read.TopicToken, read.Topic));
        Assert.Equal(ClientEvent.Other, read.Event);
        Assert.Equal([1, 2, 3], read.Payload);
        Assert.True(read.IsBinary);
    }

    [Fact]
    public void A_message_cut_short_anywhere_before_its_data_is_malformed()
    {
        for (var length = 0; length < Example.Length - 3; length++) Assert.Null(Received.Binary(Example[..length]));
    }

    [Fact]
    public void Data_may_be_empty() => Assert.Empty(Received.Binary(Example[..^3])!.Payload);

    [Fact]
    public void Only_kind_0_comes_from_a_client()
    {
        for (var kind = 1; kind <= byte.MaxValue; kind++) Assert.Null(Received.Binary([(byte)kind, .. Example[1..]]));
    }

    [Fact]
    public void An_empty_ref_counts_as_null()
    {
        var read = Received.Binary([0, 0, 0, 1, 1, .. "te"u8]);

        Assert.Equal(("null", "null", true), (read?.JoinRef, read?.Ref, read?.HasNullJoinRef));
    }

    [Fact]
    public void A_ref_that_says_null_is_a_text()
    {
        var read = Received.Binary([0, 4, 0, 1, 1, .. "nullte"u8]);

        Assert.Equal(("\"null\"", false), (read?.JoinRef, read?.HasNullJoinRef));
    }

    [Theory]
    [InlineData("phx_join", ClientEvent.Join)]
    [InlineData("phx_leave", ClientEvent.Leave)]
    [InlineData("heartbeat", ClientEvent.Heartbeat)]
    [InlineData("access_token", ClientEvent.AccessToken)]
    [InlineData("attention", ClientEvent.Attention)]
    [InlineData("", ClientEvent.Other)]
    public void Events_are_known_by_name(string name, ClientEvent expected) =>
        Assert.Equal(expected, Received.Binary([0, 0, 0, 7, (byte)name.Length, .. "phoenix"u8, .. name.Utf8()])?.Event);

    [Theory]
    [InlineData("phoenix", true)]
    [InlineData("phoenyx", false)]
    public void The_heartbeat_topic_is_known(string topic, bool expected) =>
        Assert.Equal(expected, Received.Binary([0, 0, 0, 7, 1, .. topic.Utf8(), (byte)'e'])?.IsPhoenixTopic);

    // The two bytes of an é shared out between two strings: valid together, not apart.
    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(0, 1, 1, 0)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(0, 0, 0, 1)]
    public void A_string_that_is_not_UTF8_is_malformed(byte joinRef, byte reference, byte topic, byte eventName) =>
        Assert.Null(Received.Binary([0, joinRef, reference, topic, eventName, .. "é"u8]));

    [Fact]
    public void Data_need_not_be_UTF8() => Assert.Equal([0xC3], Received.Binary([.. Example[..^3], 0xC3])?.Payload);

    [Fact]
    public void Strings_of_255_bytes_that_all_need_escapes_are_read()
    {
        var text = new string('\u0001', 255);
        var read = Received.Binary([0, 255, 255, 255, 255, .. string.Concat(text, text, text, text).Utf8()]);

        Assert.Equal(text, read?.Topic);
        Assert.Equal(read?.TopicToken, read?.JoinRef);
        Assert.Equal(read?.TopicToken, read?.Ref);
    }

    [Fact]
    public void The_scratch_buffer_is_used_again_without_allocating()
    {
        var scratch = new ArrayBufferWriter<byte>();

        Assert.Equal(0, Allocations.Of(() => Assert.True(MessageReader.TryReadBinary(Example, scratch, out _))));
        Assert.Equal("\"3\"\"7\"\"room:1\"".Length, scratch.WrittenCount);
    }
}
