using CsCheck;

namespace Realtime.Protocol.Tests;

/// <summary>What was written is read back equal, for any text.</summary>
public class RoundTripTests
{
    private const int Iterations = 2_000;

    [Fact]
    public void A_text_written_as_a_token_is_read_back() =>
        Generators.Text.Sample(text => Assert.Equal(text, MessageReader.Unescape(MessageWriter.Token(text))), iter: Iterations);

    [Fact]
    public void A_written_push_is_read_back() => Gen.Select(Generators.Ref, Generators.Text, Generators.Text, Generators.Json).Sample(
        (joinRef, topic, name, payload) =>
        {
            var bytes = Written.Bytes(to => MessageWriter.Push(to, joinRef.Utf8(), MessageWriter.Token(topic), name, payload.Utf8()));
            var read = Received.Text(bytes);

            Assert.NotNull(read);
            Assert.Equal((joinRef, "null", topic, payload), (read.JoinRef, read.Ref, read.Topic, read.PayloadText));
            Assert.Equal((topic == "phoenix", Received.EventNamed(name)), (read.IsPhoenixTopic, read.Event));
        },
        iter: Iterations);

    [Fact]
    public void A_message_is_read_the_same_however_its_names_are_spelled() => Gen
        .Select(Generators.Ref, Generators.Ref, Generators.SpelledText, Generators.SpelledText, Generators.Json).Sample(
            (joinRef, reference, topic, name, payload) =>
            {
                var read = Received.Text($"[ {joinRef},{reference} ,{topic.Token},{name.Token}, {payload}]");

                Assert.NotNull(read);
                Assert.Equal((joinRef, reference, topic.Token, payload), (read.JoinRef, read.Ref, read.TopicToken, read.PayloadText));
                Assert.Equal((topic.Text, topic.Text == "phoenix", Received.EventNamed(name.Text)), (read.Topic, read.IsPhoenixTopic, read.Event));
            },
            iter: Iterations);

    [Fact]
    public void A_reply_echoes_what_was_read() => Gen.Select(Generators.Ref, Generators.Ref, Generators.SpelledText, Generators.Text).Sample(
        (joinRef, reference, topic, reason) =>
        {
            var read = Received.Text($"[{joinRef},{reference},{topic.Token},\"e\",{{}}]");
            Assert.NotNull(read);
            var reply = Written.Json(to => MessageWriter.ReplyError(to, read.JoinRef.Utf8(), read.Ref.Utf8(), read.TopicToken.Utf8(), reason));

            Assert.Equal((joinRef, reference, topic.Token), (reply[0].GetRawText(), reply[1].GetRawText(), reply[2].GetRawText()));
            Assert.Equal(reason, reply[4].GetProperty("response").GetProperty("reason").GetString());
        },
        iter: Iterations);

    [Fact]
    public void A_binary_push_is_read_back() => Gen
        .Select(Generators.ShortText, Generators.ShortText, Generators.ShortText, Generators.ShortText, Gen.Byte.Array[0, 40]).Sample(
            (joinRef, reference, topic, name, data) =>
            {
                var read = Received.Binary(Generators.BinaryPush(joinRef, reference, topic, name, data));

                Assert.NotNull(read);
                Assert.Equal((joinRef, reference), (Plain(read.JoinRef), Plain(read.Ref)));
                Assert.Equal((topic, topic == "phoenix", Received.EventNamed(name)), (read.Topic, read.IsPhoenixTopic, read.Event));
                Assert.Equal(data, read.Payload);
            },
            iter: Iterations);

    // A reply has the layout of a push but for its kind, so the reader can read it once that is changed.
    [Fact]
    public void A_binary_reply_brings_back_the_strings_of_the_push() => Gen
        .Select(Generators.ShortText, Generators.ShortText, Generators.ShortText, Gen.Byte.Array[0, 40]).Sample(
            (joinRef, reference, topic, data) =>
            {
                var push = Generators.BinaryPush(joinRef, reference, topic, "ok", data);
                var read = Received.Binary(push);
                Assert.NotNull(read);
                var reply = Written.Bytes(
                    to => BinaryMessageWriter.Reply(to, read.JoinRef.Utf8(), read.Ref.Utf8(), read.TopicToken.Utf8(), "ok", read.Payload));

                Assert.Equal([1, .. push[1..]], reply);
            },
            iter: Iterations);

    [Fact]
    public void A_frame_is_read_back_as_JSON() => Gen.Select(Generators.Text, Generators.Text, Gen.Long.Nullable(), Gen.Long, Generators.Json).Sample(
        (epoch, reason, asOf, now, row) =>
        {
            var header = new FrameHeader(FrameKind.Snapshot, epoch, now, null, asOf, now, FrameState.Slow, asOf, reason);
            var frame = Written.Json(to => FrameWriter.Write(to, header, FrameWriter.SnapshotTail([epoch], [reason], row.Utf8())));

            Assert.Equal((epoch, reason), (frame.GetProperty("epoch").GetString(), frame.GetProperty("reason").GetString()));
            Assert.Equal((epoch, reason), (frame.GetProperty("key")[0].GetString(), frame.GetProperty("columns")[0].GetString()));
            Assert.Equal((asOf?.ToString() ?? "null", now), (frame.GetProperty("as_of").GetRawText(), frame.GetProperty("now").GetInt64()));
            Assert.Equal(asOf is not null, frame.TryGetProperty("since", out _));
            Assert.Equal(row, frame.GetProperty("rows")[0].GetRawText());
        },
        iter: Iterations);

    private static string Plain(string token) => token == "null" ? "" : MessageReader.Unescape(token.Utf8());
}
