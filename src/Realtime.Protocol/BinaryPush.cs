using System.Buffers;
using System.Text.Unicode;

namespace Realtime.Protocol;

/// <summary>
/// Reads the one binary frame a client sends:
/// <c>0 | len(join_ref) | len(ref) | len(topic) | len(event) | join_ref ref topic event | data</c>, one byte for each length.
/// </summary>
internal static class BinaryPush
{
    private const byte Kind = 0;

    private const int HeaderBytes = 5;

    /// <inheritdoc cref="MessageReader.TryReadBinary"/>
    public static bool TryRead(ReadOnlySpan<byte> data, ArrayBufferWriter<byte> scratch, out ClientMessage message)
    {
        message = default;
        if (data.Length < HeaderBytes || data[0] != Kind) return false;
        var (joinRefBytes, refBytes, topicBytes, eventBytes) = (data[1], data[2], data[3], data[4]);
        var rest = data[HeaderBytes..];
        if (!TryTake(ref rest, joinRefBytes, out var joinRef)) return false;
        if (!TryTake(ref rest, refBytes, out var reference)) return false;
        if (!TryTake(ref rest, topicBytes, out var topic)) return false;
        if (!TryTake(ref rest, eventBytes, out var eventName)) return false;

        // Slices are taken only when all is written: the buffer may move while it grows.
        scratch.ResetWrittenCount();
        WriteRef(scratch, joinRef);
        var joinRefEnd = scratch.WrittenCount;
        WriteRef(scratch, reference);
        var refEnd = scratch.WrittenCount;
        JsonStringToken.Write(scratch, topic);
        var tokens = scratch.WrittenSpan;

        message = new ClientMessage
        {
            JoinRef = tokens[..joinRefEnd],
            Ref = tokens[joinRefEnd..refEnd],
            TopicToken = tokens[refEnd..],
            IsPhoenixTopic = topic.SequenceEqual(WireNames.PhoenixTopic),
            Event = EventOf(eventName),
            Payload = rest,
            IsBinary = true,
        };
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int bytes, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (rest.Length < bytes) return false;
        text = rest[..bytes];
        rest = rest[bytes..];
        return Utf8.IsValid(text);
    }

    private static void WriteRef(ArrayBufferWriter<byte> scratch, ReadOnlySpan<byte> reference)
    {
        if (reference.IsEmpty) scratch.Write(MessageWriter.Null);
        else JsonStringToken.Write(scratch, reference);
    }

    private static ClientEvent EventOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual(WireNames.Heartbeat)) return ClientEvent.Heartbeat;
        if (name.SequenceEqual(WireNames.Join)) return ClientEvent.Join;
        if (name.SequenceEqual(WireNames.Leave)) return ClientEvent.Leave;
        if (name.SequenceEqual(WireNames.Attention)) return ClientEvent.Attention;
        if (name.SequenceEqual(WireNames.Rewind)) return ClientEvent.Rewind;
        return name.SequenceEqual(WireNames.AccessToken) ? ClientEvent.AccessToken : ClientEvent.Other;
    }
}
