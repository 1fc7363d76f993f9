namespace Realtime.Actors.Connections;

/// <summary>Which limit a client met: the words of <c>realtime.limits.reached</c>.</summary>
public static class LimitReached
{
    /// <summary>See <see cref="ConnectionLimits.Connections"/>.</summary>
    public const string Connections = "connections";

    /// <summary>See <see cref="ConnectionLimits.ConnectionsPerAddress"/>.</summary>
    public const string ConnectionsPerAddress = "connections_per_address";

    /// <summary>See <see cref="ConnectionLimits.HandshakesPerSecond"/>.</summary>
    public const string Handshakes = "handshakes";

    /// <summary>See <see cref="ConnectionLimits.JoinsPerSecond"/>.</summary>
    public const string Joins = "joins";

    /// <summary>See <see cref="ConnectionLimits.MessagesPerSecond"/>.</summary>
    public const string Messages = "messages";

    /// <summary>See <see cref="ConnectionLimits.ColdTopicsPerUser"/>.</summary>
    public const string ColdTopics = "cold_topics";

    /// <summary>See <see cref="ConnectionLimits.TopicsPerNode"/>.</summary>
    public const string Topics = "topics";

    /// <summary>Every one.</summary>
    public static readonly string[] All = [Connections, ConnectionsPerAddress, Handshakes, Joins, Messages, ColdTopics, Topics];
}
