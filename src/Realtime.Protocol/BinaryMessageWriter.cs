using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Realtime.Protocol;

/// <summary>
/// Writes the server's Phoenix Channels V2 binary messages: what a client receives as an ArrayBuffer. Parameters are those of <see cref="MessageWriter"/>,
/// so refs and topics are raw JSON tokens; on the wire they are plain UTF-8, and a null ref is an empty one.
/// </summary>
public static class BinaryMessageWriter
{
    /// <summary>Longest ref, topic, event or status in bytes of UTF-8: its length travels in one byte.</summary>
    public const int MaxStringBytes = byte.MaxValue;

    private const byte PushKind = 0;
    private const byte ReplyKind = 1;
    private const byte BroadcastKind = 2;

    /// <summary><c>0 | len(join_ref) | len(topic) | len(event) | join_ref topic event | data</c>: to one client.</summary>
    /// <exception cref="ArgumentException">A string takes more than <see cref="MaxStringBytes"/>; nothing is written then.</exception>
    public static void Push(IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> topicToken, string eventName, ReadOnlySpan<byte> data) =>
        Write(to, PushKind, [Plain(joinRef, nameof(joinRef)), Plain(topicToken, nameof(topicToken)), Utf8Of(eventName, nameof(eventName))], data);

    /// <summary><c>1 | len(join_ref) | len(ref) | len(topic) | len(status) | join_ref ref topic status | data</c>.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="joinRef">Raw JSON: string, number or null.</param>
    /// <param name="reference">Raw JSON: string, number or null.</param>
    /// <param name="topicToken">Raw JSON string.</param>
    /// <param name="status"><c>ok</c> or <c>error</c>: with any other a join never ends for phoenix.js.</param>
    /// <param name="data">The response.</param>
    /// <exception cref="ArgumentException">A string takes more than <see cref="MaxStringBytes"/>; nothing is written then.</exception>
    public static void Reply(
        IBufferWriter<byte> to, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topicToken, string status,
        ReadOnlySpan<byte> data) =>
        Write(
            to, ReplyKind,
            [
                Plain(joinRef, nameof(joinRef)), Plain(reference, nameof(reference)),
                Plain(topicToken, nameof(topicToken)), Utf8Of(status, nameof(status)),
            ],
            data);

    /// <summary><c>2 | len(topic) | len(event) | topic event | data</c>: the same bytes for every subscriber.</summary>
    /// <exception cref="ArgumentException">A string takes more than <see cref="MaxStringBytes"/>; nothing is written then.</exception>
    public static void Broadcast(IBufferWriter<byte> to, ReadOnlySpan<byte> topicToken, string eventName, ReadOnlySpan<byte> data) =>
        Write(to, BroadcastKind, [Plain(topicToken, nameof(topicToken)), Utf8Of(eventName, nameof(eventName))], data);

    private static void Write(IBufferWriter<byte> to, byte kind, ReadOnlySpan<byte[]> strings, ReadOnlySpan<byte> data)
    {
        to.Write([kind]);
        foreach (var text in strings) to.Write([(byte)text.Length]);
        foreach (var text in strings) to.Write(text);
        to.Write(data);
    }

    private static byte[] Plain(ReadOnlySpan<byte> token, string parameter)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => [],
            JsonTokenType.Number => Checked(token.ToArray(), parameter),
            _ => Utf8Of(JsonStringToken.Text(token), parameter),
        };
    }

    private static byte[] Utf8Of(string text, string parameter) => Checked(Encoding.UTF8.GetBytes(text), parameter);

    private static byte[] Checked(byte[] utf8, string parameter) => utf8.Length <= MaxStringBytes
        ? utf8
        : throw new ArgumentException($"Takes {utf8.Length} bytes of UTF-8, a binary message has room for {MaxStringBytes}.", parameter);
}
