namespace Realtime.Actors.Relays;

/// <summary>How much of the past a node keeps for clients that resume or rewind.</summary>
public sealed record HistorySettings
{
    /// <summary>How far back, in intervals: 128 by default, 0 = no history. Anything of the three being 0 means none.</summary>
    public int Ticks { get; init; } = 128;

    /// <summary>Bytes of one topic on a node: 262,144 by default.</summary>
    public int BytesPerTopic { get; init; } = 256 << 10;

    /// <summary>Bytes of all topics of a node: 268,435,456 by default.</summary>
    public long BytesPerNode { get; init; } = 256 << 20;

    /// <summary>Whether any history is kept.</summary>
    public bool Keeps => Ticks > 0 && BytesPerTopic > 0 && BytesPerNode > 0;
}
