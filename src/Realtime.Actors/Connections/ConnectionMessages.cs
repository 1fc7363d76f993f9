using Akka.Actor;
using Akka.Event;
using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>One WebSocket message. The object and its bytes are reused: valid until <see cref="ISocketCarrier.Resume"/>.</summary>
public sealed class SocketMessage : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> Bytes { get; set; }

    /// <summary>Whether it came as a binary frame.</summary>
    public bool IsBinary { get; set; }
}

/// <summary>The socket is gone.</summary>
public sealed record SocketClosed : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>The one instance.</summary>
    public static readonly SocketClosed Instance = new();
}

/// <summary>Endpoint to <see cref="Connections"/>: a browser connected.</summary>
/// <param name="Carrier">Its socket.</param>
/// <param name="Peer">Who it is; null: nobody knows.</param>
/// <param name="Grant">What its token allows; null: anything.</param>
public sealed record SocketOpened(ISocketCarrier Carrier, Peer? Peer = null, Grant? Grant = null) : INoSerializationVerificationNeeded;

/// <summary>Host to <see cref="Connections"/>: the node stops, every browser shall go elsewhere.</summary>
public sealed record DrainConnections : INoSerializationVerificationNeeded
{
    /// <summary>The one instance.</summary>
    public static readonly DrainConnections Instance = new();
}

/// <summary><see cref="Connections"/> to whoever let it drain: no socket is left.</summary>
public sealed record ConnectionsDrained : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>The one instance.</summary>
    public static readonly ConnectionsDrained Instance = new();
}

/// <summary>To a connection: tell the client something, on every topic joined.</summary>
/// <param name="Notice">Payload of the event <c>notice</c>: raw JSON.</param>
internal sealed record TellClient(ReadOnlyMemory<byte> Notice) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>To a connection, by itself: what came of a token that its client sent.</summary>
/// <param name="Channel">The channel it was sent on.</param>
/// <param name="Ref">Raw JSON token of the push's ref.</param>
/// <param name="Verdict">What came of it.</param>
internal sealed record TokenChecked(Channel Channel, byte[] Ref, TokenVerdict Verdict) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>To a connection: tell the client where it stands, and close.</summary>
/// <param name="Code">Close code.</param>
/// <param name="Reason">For whoever reads the close frame.</param>
/// <param name="Notice">Payload of the event <c>notice</c> on every topic joined: raw JSON.</param>
internal sealed record SendAway(int Code, string Reason, ReadOnlyMemory<byte> Notice) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>Asked as it arrives: whether there is no reason any more. Null: there is.</summary>
    public Func<Connection, bool>? Unless { get; init; }
}

/// <summary>Connection to its parent: it has ended.</summary>
internal sealed record ConnectionEnded(Connection Connection) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Connection to relays: join a topic.</summary>
/// <param name="Channel">The channel to be.</param>
/// <param name="Ref">Raw JSON token of the join's ref.</param>
/// <param name="Replaces">The channel of an earlier join of the same topic on this connection: it is closed after the reply.</param>
internal sealed record JoinTopic(Channel Channel, byte[] Ref, Channel? Replaces) : INoSerializationVerificationNeeded;

/// <summary>Connection to relays: leave a topic.</summary>
/// <param name="Channel">Which channel.</param>
/// <param name="Ref">Raw JSON token of the leave's ref; null: the connection is gone, nobody waits for a reply.</param>
internal sealed record LeaveTopic(Channel Channel, byte[]? Ref) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Connection to relays: the tab of a channel is looked at, or not any more.</summary>
/// <param name="Channel">Which channel.</param>
/// <param name="Visible">Whether it is looked at.</param>
/// <param name="Ref">Raw JSON token of the push's ref.</param>
internal sealed record ChannelAttention(Channel Channel, bool Visible, byte[] Ref) : INoSerializationVerificationNeeded;

/// <summary>Connection to relays: what was shown since?</summary>
/// <param name="Channel">Who asks.</param>
/// <param name="Ref">Raw JSON token of the question's ref.</param>
/// <param name="Minutes">How far back, above 0.</param>
internal sealed record RewindTopic(Channel Channel, byte[] Ref, double Minutes) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Outbox to relay: frames of this data set were dropped while the client was slow, and there is room again.</summary>
internal sealed record ChannelMissedFrames(Channel Channel, string DataSet) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Relay to connection: the channel ended on the server's side and its client was told.</summary>
internal sealed record ChannelEnded(Channel Channel) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
