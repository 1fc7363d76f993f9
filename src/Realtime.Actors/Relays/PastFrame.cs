using System.Buffers;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>One changed frame of the past: what changed, the whole result, or both.</summary>
/// <param name="Header">The envelope as it was sent, of the whole result.</param>
/// <param name="Rows">The whole result; null: only the change is kept.</param>
/// <param name="Base">Seq of the frame that <paramref name="Change"/> stands on; null: there is no change, only the whole result.</param>
/// <param name="Change">What changed.</param>
internal sealed record PastFrame(FrameHeader Header, byte[]? Rows, long? Base, byte[]? Change)
{
    /// <summary>An envelope with its event's name takes this much, as an object and as JSON, unless its reason is unusually long.</summary>
    private const int Envelope = 400;

    public long Seq => Header.Seq!.Value;

    /// <summary>What it counts for: about what it takes in memory, and at least what it takes in a reply.</summary>
    public int Bytes => Envelope + (Rows?.Length ?? 0) + (Change?.Length ?? 0);

    /// <summary>Whether it is all that <paramref name="before"/> lacks.</summary>
    public bool Continues(PastFrame before) => Base == before.Seq && Header.Epoch == before.Header.Epoch;

    /// <summary>As it was sent: the whole result where it is kept.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        if (Rows is not null) FrameWriter.Write(to, Header, Rows);
        else WriteChange(to, Header);
    }

    /// <summary>What changed, under a later envelope: only seq and base tell of then.</summary>
    public void WriteChange(IBufferWriter<byte> to, FrameHeader latest) =>
        FrameWriter.Write(to, latest with { Kind = FrameKind.Delta, Epoch = Header.Epoch, Seq = Seq, Base = Base }, Change);
}
