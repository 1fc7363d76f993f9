namespace Realtime.Actors.Connections;

/// <summary>What one connection may do.</summary>
public sealed record ConnectionSettings
{
    /// <summary>Topics joined at once: 1 to 10,000, 100 by default.</summary>
    public required int MaxTopics { get; init; }

    /// <summary>Nothing heard for this long closes with 1002: 90 s by default. phoenix.js sends a heartbeat every 30 s, hidden tabs once a minute.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>A client that takes nothing of what waits for it for this long is closed with 1013: 30 s by default.</summary>
    public TimeSpan StuckTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes that may wait for one client: 4 MB by default. Past it frames are dropped, and replaced by a snapshot as the client reads.</summary>
    public int OutboxBytes { get; init; } = OutboxLimits.DefaultBytes;

    /// <summary>Bytes that may wait for all clients of the node: 256 MB by default; at least those of one.</summary>
    public int OutboxBytesPerNode { get; init; } = OutboxLimits.DefaultBytesPerNode;

    /// <summary>How long before its token ends a client is told; zero = not at all.</summary>
    public TimeSpan NoticeBeforeExpiry { get; init; }

    /// <summary>How much clients may ask.</summary>
    public ConnectionLimits Limits { get; init; } = new();
}
