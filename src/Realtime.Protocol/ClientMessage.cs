namespace Realtime.Protocol;

/// <summary>The events a client can send that mean something to the server.</summary>
public enum ClientEvent
{
    /// <summary>Any event not named here.</summary>
    Other,

    /// <summary><c>phx_join</c>.</summary>
    Join,

    /// <summary><c>phx_leave</c>.</summary>
    Leave,

    /// <summary><c>heartbeat</c>, meaningful on topic <c>phoenix</c>.</summary>
    Heartbeat,

    /// <summary><c>access_token</c>.</summary>
    AccessToken,

    /// <summary><c>attention</c>: whether the channel's tab is looked at, see <see cref="AttentionPayload"/>.</summary>
    Attention,

    /// <summary><c>rewind</c>.</summary>
    Rewind,
}

/// <summary>
/// One message from a client: slices of the bytes received, valid as long as they are. Tokens are raw JSON (a topic token has its quotes),
/// so that replies echo them byte for byte.
/// </summary>
public readonly ref struct ClientMessage
{
    /// <summary>Raw JSON: string, number or null.</summary>
    public ReadOnlySpan<byte> JoinRef { get; init; }

    /// <summary>Raw JSON: string, number or null.</summary>
    public ReadOnlySpan<byte> Ref { get; init; }

    /// <summary>Raw JSON string with its quotes and escapes, as received.</summary>
    public ReadOnlySpan<byte> TopicToken { get; init; }

    /// <summary>Whether the topic is <c>phoenix</c>, the one of heartbeats.</summary>
    public bool IsPhoenixTopic { get; init; }

    /// <summary>Which event.</summary>
    public ClientEvent Event { get; init; }

    /// <summary>Raw JSON of any kind; for a binary push the data, see <see cref="IsBinary"/>.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Whether the message came as a binary frame: then <see cref="Payload"/> is not JSON.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Whether <see cref="JoinRef"/> is null.</summary>
    public bool HasNullJoinRef => JoinRef.SequenceEqual("null"u8);

    /// <summary>The topic's name, unescaped. Allocates: not for heartbeats.</summary>
    public string TopicName() => MessageReader.Unescape(TopicToken);
}
