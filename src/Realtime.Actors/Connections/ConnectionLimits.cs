namespace Realtime.Actors.Connections;

/// <summary><c>Realtime:Limits</c>: how much clients may ask of a node. Zero is no limit, where nothing else is said.</summary>
public sealed record ConnectionLimits
{
    /// <summary>WebSockets open on the node.</summary>
    public int Connections { get; init; }

    /// <summary>Of these, from one address, of IPv6 from one /64 (<see cref="AddressGroup"/>). Behind a proxy all come from the proxy's.</summary>
    public int ConnectionsPerAddress { get; init; }

    /// <summary>Handshakes the node answers in a second; twice as many at once after a quiet time.</summary>
    public int HandshakesPerSecond { get; init; }

    /// <summary>Joins of one connection in a second; as many as it may have topics at once after a quiet time, since a page that comes back joins them all.</summary>
    public int JoinsPerSecond { get; init; }

    /// <summary>Messages of one connection in a second, joins among them; more wait in the client's own socket.</summary>
    public int MessagesPerSecond { get; init; }

    /// <summary>Topics of a node that are watched because one user was the first to join them: without it one user with many connections could have the store asked for any number.</summary>
    public int ColdTopicsPerUser { get; init; }

    /// <summary>Topics watched on the node.</summary>
    public int TopicsPerNode { get; init; }

    /// <summary>Longest <c>meta</c> of a join, in bytes as sent: every watcher of the topic gets it. Zero: none is taken.</summary>
    public int MetaBytes { get; init; } = Protocol.JoinParameters.MaxMetaBytes;
}
