using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Realtime.Protocol;

/// <summary>Reads Phoenix Channels V2 messages from the bytes of a WebSocket message, without intermediate strings.</summary>
public static class MessageReader
{
    /// <summary>
    /// Reads a text message <c>[join_ref, ref, topic, event, payload]</c>, without allocating. Elements past the fifth are ignored.
    /// False: not one of the protocol, close with <see cref="CloseCodes.Malformed"/>. That includes what is not UTF-8, for which
    /// <see cref="CloseCodes.NotUtf8"/> is the better code, so a transport that does not check it must do so first.
    /// </summary>
    /// <param name="utf8">The whole message.</param>
    /// <param name="message">What was read: slices of <paramref name="utf8"/>.</param>
    public static bool TryReadText(ReadOnlySpan<byte> utf8, out ClientMessage message)
    {
        message = default;

        // The JSON reader leaves strings that nobody asks for unchecked, but refs are echoed and payloads passed on.
        if (!Utf8.IsValid(utf8)) return false;
        try
        {
            return TryReadArray(utf8, out message);
        }
        catch (JsonException)
        {
            // The reader has no other way to say so. It costs some microseconds, once: the socket is closed for it.
            return false;
        }
    }

    /// <summary>
    /// Reads a binary client push. Its refs and topic become JSON tokens in <paramref name="scratch"/>, so that it can be answered like a text message
    /// (an empty join_ref or ref counts as null). False: not one of the protocol, close with <see cref="CloseCodes.Malformed"/>.
    /// </summary>
    /// <param name="data">The whole message.</param>
    /// <param name="scratch">Where the tokens go; the message is valid until the next use of it. What it held is overwritten.</param>
    /// <param name="message">What was read.</param>
    public static bool TryReadBinary(ReadOnlySpan<byte> data, ArrayBufferWriter<byte> scratch, out ClientMessage message) =>
        BinaryPush.TryRead(data, scratch, out message);

    /// <summary>The text of a raw JSON string token that this reader accepted as a topic: then it never throws.</summary>
    public static string Unescape(ReadOnlySpan<byte> token) => JsonStringToken.Text(token);

    private static bool TryReadArray(ReadOnlySpan<byte> utf8, out ClientMessage message)
    {
        message = default;
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!TryReadRef(ref reader, out var joinRef) || !TryReadRef(ref reader, out var reference)) return false;

        if (!TryReadName(ref reader)) return false;
        var topic = Token(ref reader);
        var isPhoenix = reader.ValueTextEquals(WireNames.PhoenixTopic);

        if (!TryReadName(ref reader)) return false;
        var clientEvent = EventOf(ref reader);

        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray) return false;
        var payload = Token(ref reader);

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) reader.Skip();

        // Throws when anything but white space follows the array.
        if (reader.Read()) return false;

        message = new ClientMessage
        {
            JoinRef = utf8[joinRef],
            Ref = utf8[reference],
            TopicToken = utf8[topic],
            IsPhoenixTopic = isPhoenix,
            Event = clientEvent,
            Payload = utf8[payload],
        };
        return true;
    }

    private static bool TryReadRef(ref Utf8JsonReader reader, out Range token)
    {
        reader.Read();
        token = Token(ref reader);
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null;
    }

    // Names are compared and unescaped, now or later, and neither may throw on \ud800: whoever sends that gets no answer but a close.
    private static bool TryReadName(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && (!reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan));

    // Where the value is that the reader stands on; reads to its end.
    private static Range Token(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    // Compares what the event says, not how it is spelled: "phx\u005fjoin" is a join.
    private static ClientEvent EventOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals(WireNames.Heartbeat)) return ClientEvent.Heartbeat;
        if (reader.ValueTextEquals(WireNames.Join)) return ClientEvent.Join;
        if (reader.ValueTextEquals(WireNames.Leave)) return ClientEvent.Leave;
        if (reader.ValueTextEquals(WireNames.Attention)) return ClientEvent.Attention;
        if (reader.ValueTextEquals(WireNames.Rewind)) return ClientEvent.Rewind;
        return reader.ValueTextEquals(WireNames.AccessToken) ? ClientEvent.AccessToken : ClientEvent.Other;
    }
}
