using System.Text;
using System.Text.Json;

namespace Realtime.Protocol.Tests;

/// <summary>What clients sent in the recordings, read.</summary>
public class RecordedClientMessagesTests
{
    public static TheoryData<string> Names => Recording.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recorded_message_is_read_as_its_array_says_unless_the_server_closed_for_it(string name)
    {
        var recording = Recording.Of(name);
        var closedForTheLast = recording.Close is CloseCodes.Malformed or CloseCodes.NotUtf8;
        for (var i = 0; i < recording.Sent.Count; i++)
        {
            var sent = recording.Sent[i];
            var read = sent.Read();
            if (closedForTheLast && i == recording.Sent.Count - 1) Assert.Null(read);
            else if (sent.IsBinary) AssertSameAsBinary(sent.Bytes, read);
            else AssertSameAsArray(sent.Json, read);
        }
    }

    [Fact]
    public void The_recordings_hold_messages_of_every_kind()
    {
        var sent = Recording.All.SelectMany(recording => recording.Sent).ToList();

        Assert.True(sent.Count > 80, $"{sent.Count} messages");
        Assert.Contains(sent, message => message.IsBinary && message.Read() is not null);
        Assert.Contains(sent, message => message.Read() is null);
        Assert.Contains(sent, message => message.Read()?.Event == ClientEvent.Heartbeat);
        Assert.Contains(sent, message => message.Read()?.Event == ClientEvent.Leave);
    }

    private static void AssertSameAsArray(JsonElement array, Received? read)
    {
        Assert.NotNull(read);
        Assert.Equal(array[0].GetRawText(), read.JoinRef);
        Assert.Equal(array[1].GetRawText(), read.Ref);
        Assert.Equal(array[2].GetRawText(), read.TopicToken);
        Assert.Equal(array[2].GetString(), read.Topic);
        Assert.Equal(Received.EventNamed(array[3].GetString()!), read.Event);
        Assert.Equal(array[4].GetRawText(), read.PayloadText);
        Assert.False(read.IsBinary);
    }

    // Every binary push of the recordings has one-byte refs and is about realtime:a.
    private static void AssertSameAsBinary(byte[] data, Received? read)
    {
        Assert.NotNull(read);
        Assert.Equal([0, 1, 1, 10], data[..4]);
        Assert.Equal($"\"{(char)data[5]}\"", read.JoinRef);
        Assert.Equal($"\"{(char)data[6]}\"", read.Ref);
        Assert.Equal("\"realtime:a\"", read.TopicToken);
        Assert.Equal(Received.EventNamed(Encoding.UTF8.GetString(data, 17, data[4])), read.Event);
        Assert.Equal(data[(17 + data[4])..], read.Payload);
        Assert.True(read.IsBinary);
    }
}
