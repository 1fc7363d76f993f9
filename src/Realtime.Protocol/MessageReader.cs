namespace Realtime.Protocol;

/// <summary>Reads Phoenix Channels V2 messages from the bytes of a WebSocket message, without intermediate strings.</summary>
public static class MessageReader
{
    /// <summary>Reads a text message <c>[join_ref, ref, topic, event, payload]</c>. False: not one of the protocol, close with <see cref="CloseCodes.Malformed"/>.</summary>
    public static bool TryReadText(ReadOnlySpan<byte> utf8, out ClientMessage message) => throw new NotImplementedException();

    /// <summary>
    /// Reads a binary client push. Its refs and topic become JSON tokens in <paramref name="scratch"/>, so that it can be answered like a text message
    /// (an empty join_ref or ref counts as null). False: not one of the protocol, close with <see cref="CloseCodes.Malformed"/>.
    /// </summary>
    /// <param name="data">The whole message.</param>
    /// <param name="scratch">Where the tokens go; the message is valid until the next use of it.</param>
    /// <param name="message">What was read.</param>
    public static bool TryReadBinary(ReadOnlySpan<byte> data, System.Buffers.ArrayBufferWriter<byte> scratch, out ClientMessage message) => throw new NotImplementedException();

    /// <summary>The text of a raw JSON string token that this reader accepted.</summary>
    public static string Unescape(ReadOnlySpan<byte> token) => throw new NotImplementedException();
}
