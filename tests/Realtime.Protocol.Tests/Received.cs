using System.Buffers;
using System.Text;

namespace Realtime.Protocol.Tests;

/// <summary>What the reader made of a client's message, copied out so that tests can keep it; null stands for a malformed one.</summary>
internal sealed record Received(
    string JoinRef, string Ref, string TopicToken, string Topic, bool IsPhoenixTopic, ClientEvent Event, byte[] Payload, bool IsBinary, bool HasNullJoinRef)
{
    public string PayloadText => Encoding.UTF8.GetString(Payload);

    public static Received? Text(string message) => Text(Encoding.UTF8.GetBytes(message));

    public static Received? Text(byte[] utf8) => MessageReader.TryReadText(utf8, out var message) ? Copy(message) : null;

    public static Received? Binary(byte[] data) => MessageReader.TryReadBinary(data, new ArrayBufferWriter<byte>(), out var message) ? Copy(message) : null;

    /// <summary>What the reader should make of an event's name.</summary>
    public static ClientEvent EventNamed(string name) => name switch
    {
        "phx_join" => ClientEvent.Join,
        "phx_leave" => ClientEvent.Leave,
        "heartbeat" => ClientEvent.Heartbeat,
        "access_token" => ClientEvent.AccessToken,
        "attention" => ClientEvent.Attention,
        "rewind" => ClientEvent.Rewind,
        _ => ClientEvent.Other,
    };

    private static Received Copy(ClientMessage message) => new(
        Encoding.UTF8.GetString(message.JoinRef), Encoding.UTF8.GetString(message.Ref), Encoding.UTF8.GetString(message.TopicToken), message.TopicName(),
        message.IsPhoenixTopic, message.Event, message.Payload.ToArray(), message.IsBinary, message.HasNullJoinRef);
}
