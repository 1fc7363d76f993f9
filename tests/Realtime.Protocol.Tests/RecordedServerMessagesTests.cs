using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Realtime.Protocol.Tests;

/// <summary>What the server sent in the recordings, written again.</summary>
public class RecordedServerMessagesTests
{
    public static TheoryData<string> Names => Recording.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recorded_message_of_the_server_is_written_the_same(string name)
    {
        foreach (var got in Recording.Of(name).Got)
        {
            if (got.IsBinary) Assert.Equal(got.Bytes, Written.Bytes(to => WriteBinary(to, got.Bytes)));
            else AssertSame(got.Json, Written.Json(to => WriteText(to, got.Json)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recorded_reply_has_the_ref_and_topic_that_the_reader_found_in_the_message_it_answers(string name)
    {
        var recording = Recording.Of(name);
        foreach (var reply in recording.Got.Where(got => !got.IsBinary).Select(got => got.Json).Where(IsReply))
        {
            var asked = recording.Sent.Select(sent => sent.Read()).OfType<Received>().First(sent => sent.Ref == reply[1].GetRawText());
            Assert.Equal(reply[2].GetRawText(), asked.TopicToken);
            AssertSame(reply, Written.Json(to => WriteReply(to, reply, asked.Ref.Utf8(), asked.TopicToken.Utf8())));
        }
    }

    private static bool IsReply(JsonElement message) => message[3].ValueEquals("phx_reply");

    private static void WriteText(IBufferWriter<byte> to, JsonElement message)
    {
        var (joinRef, reference, topic, payload) = (message[0].Raw(), message[1].Raw(), message[2].Raw(), message[4].Raw());
        var eventName = message[3].GetString()!;
        switch (eventName)
        {
            case "phx_reply":
                WriteReply(to, message, reference, topic);
                break;
            case "phx_close":
                MessageWriter.Close(to, joinRef, topic);
                break;
            case "phx_error":
                MessageWriter.Error(to, joinRef, topic, "why");
                break;
            case var _ when message[0].ValueKind == JsonValueKind.Null:
                MessageWriter.Broadcast(to, topic, eventName, payload);
                break;
            default:
                MessageWriter.Push(to, joinRef, topic, eventName, payload);
                break;
        }
    }

    private static void WriteReply(IBufferWriter<byte> to, JsonElement message, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic)
    {
        var response = message[4].GetProperty("response");
        if (message[4].GetProperty("status").ValueEquals("ok")) MessageWriter.ReplyOk(to, message[0].Raw(), reference, topic, response.Raw());
        else MessageWriter.ReplyError(to, message[0].Raw(), reference, topic, response.GetProperty("reason").GetString()!);
    }

    private static void AssertSame(JsonElement recorded, JsonElement written)
    {
        // Since Phoenix 1.8 a phx_error carries a reason; the recorded server sent none.
        var elements = recorded[3].ValueEquals("phx_error") ? 4 : 5;
        Assert.Equal(5, written.GetArrayLength());
        for (var i = 0; i < elements; i++)
        {
            Assert.True(JsonElement.DeepEquals(recorded[i], written[i]), $"recorded {recorded[i].GetRawText()}, written {written[i].GetRawText()}");
        }
    }

    // Takes a recorded message apart by its layout, kind first, and has it written from the parts.
    private static void WriteBinary(IBufferWriter<byte> to, byte[] recorded)
    {
        var strings = recorded[0] switch { 0 => 3, 1 => 4, _ => 2 };
        var at = 1 + strings;
        var texts = new List<string>();
        for (var i = 1; i <= strings; i++)
        {
            texts.Add(Encoding.UTF8.GetString(recorded, at, recorded[i]));
            at += recorded[i];
        }

        var data = recorded[at..];
        var tokens = texts.ConvertAll(MessageWriter.Token);
        if (recorded[0] == 0) BinaryMessageWriter.Push(to, tokens[0], tokens[1], texts[2], data);
        else if (recorded[0] == 1) BinaryMessageWriter.Reply(to, tokens[0], tokens[1], tokens[2], texts[3], data);
        else BinaryMessageWriter.Broadcast(to, tokens[0], texts[1], data);
    }
}
