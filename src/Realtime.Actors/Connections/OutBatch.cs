namespace Realtime.Actors.Connections;

/// <summary>Several encoded broadcasts in their order, shared by every outbox they are put in.</summary>
/// <param name="frames">At least one.</param>
public sealed class OutBatch(IReadOnlyList<OutFrame> frames)
{
    /// <summary>The broadcasts.</summary>
    public IReadOnlyList<OutFrame> Frames => frames;

    /// <summary>Their bytes.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Messages { get; } = [.. frames.Select(frame => frame.Bytes)];

    /// <summary>How many bytes that are.</summary>
    public long Length { get; } = frames.Sum(frame => (long)frame.Bytes.Length);
}
