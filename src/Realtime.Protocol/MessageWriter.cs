using System.Buffers;

namespace Realtime.Protocol;

/// <summary>
/// Writes the server's Phoenix Channels V2 text messages as UTF-8. Refs and topics are raw JSON tokens, echoed as received; they, responses and
/// payloads are copied without a check. Events and reasons are text and get escaped.
/// </summary>
public static class MessageWriter
{
    /// <summary>A reply without content.</summary>
    public static ReadOnlySpan<byte> EmptyObject => "{}"u8;

    /// <summary>JSON <c>null</c>, a ref that is not there.</summary>
    public static ReadOnlySpan<byte> Null => "null"u8;

    /// <summary><c>[jr, r, topic, "phx_reply", {"status":"ok","response":…}]</c>.</summary>
    public static void ReplyOk(
        IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topicToken,
        ReadOnlySpan<byte> response)
    {
        WriteAddress(to, joinRef, reference, topicToken);
        to.Write(""","phx_reply",{"status":"ok","response":"""u8);
        to.Write(response);
        to.Write("}]"u8);
    }

    /// <summary><c>[jr, r, topic, "phx_reply", {"status":"error","response":{"reason":…}}]</c>.</summary>
    public static void ReplyError(
        IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topicToken,
        string reason)
    {
        WriteAddress(to, joinRef, reference, topicToken);
        to.Write(""","phx_reply",{"status":"error","response":{"reason":"""u8);
        JsonStringToken.Write(to, reason);
        to.Write("}}]"u8);
    }

    /// <summary><c>[jr, jr, topic, "phx_close", {}]</c>: the channel ended and shall not be rejoined.</summary>
    public static void Close(IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> topicToken)
    {
        WriteAddress(to, joinRef, joinRef, topicToken);
        to.Write(""","phx_close",{}]"""u8);
    }

    /// <summary><c>[jr, jr, topic, "phx_error", {"reason":…}]</c>: the channel ended and a rejoin can heal it.</summary>
    public static void Error(IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> topicToken, string reason)
    {
        WriteAddress(to, joinRef, joinRef, topicToken);
        to.Write(""","phx_error",{"reason":"""u8);
        JsonStringToken.Write(to, reason);
        to.Write("}]"u8);
    }

    /// <summary><c>[jr, null, topic, event, payload]</c>: to one client.</summary>
    public static void Push(IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> topicToken, string eventName, ReadOnlySpan<byte> payload)
    {
        WriteAddress(to, joinRef, Null, topicToken);
        to.Write(","u8);
        JsonStringToken.Write(to, eventName);
        to.Write(","u8);
        to.Write(payload);
        to.Write("]"u8);
    }

    /// <summary><c>[null, null, topic, event, payload]</c>: the same bytes for every subscriber.</summary>
    public static void Broadcast(IBufferWriter<byte> to, ReadOnlySpan<byte> topicToken, string eventName, ReadOnlySpan<byte> payload) =>
        Push(to, Null, topicToken, eventName, payload);

    /// <summary>A string as a raw JSON token, for topics and refs that did not come from a client.</summary>
    public static byte[] Token(string text)
    {
        var token = new ArrayBufferWriter<byte>(text.Length + 2);
        JsonStringToken.Write(token, text);
        return token.WrittenSpan.ToArray();
    }

    // What every message begins with: [join_ref,ref,topic
    private static void WriteAddress(IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topicToken)
    {
        to.Write("["u8);
        to.Write(joinRef);
        to.Write(","u8);
        to.Write(reference);
        to.Write(","u8);
        to.Write(topicToken);
    }
}
