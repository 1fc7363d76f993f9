using Realtime.Actors.Metrics;

namespace Realtime.Actors.Connections;

/// <summary>How much may wait for one client. Past it frames are dropped; replies may go to twice of it, then the connection ends.</summary>
public sealed record OutboxLimits
{
    /// <summary>A dozen large dashboards' snapshots.</summary>
    public const int DefaultBytes = 4 << 20;

    /// <summary>Sixty-four clients that are as slow as they may be.</summary>
    public const int DefaultBytesPerNode = 256 << 20;

    /// <summary>Bytes in one outbox: 4 MB by default.</summary>
    public int Bytes { get; init; } = DefaultBytes;

    /// <summary>Messages in one outbox: four data sets of the 100 topics a connection may join, twice over, by default.</summary>
    public int Count { get; init; } = 1024;

    /// <summary>What all outboxes of the node share: 256 MB by default.</summary>
    public OutboxBudget Budget { get; init; } = new(DefaultBytesPerNode);

    /// <summary>Who is told what goes out, and what is dropped.</summary>
    public RealtimeMetrics Metrics { get; init; } = RealtimeMetrics.Unheard;
}
