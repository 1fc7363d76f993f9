using Google.Protobuf;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Serialization;

/// <summary>Data frames to and from Protobuf. The payload is wrapped, not copied: frames are never written to again.</summary>
internal static class FrameWire
{
    public static Wire.DataFrame ToWire(DataFrame frame)
    {
        var header = frame.Header;
        var wire = new Wire.FrameHeader
        {
            Kind = (Wire.FrameKind)(header.Kind + 1),
            Now = header.Now,
            State = (Wire.FrameState)(header.State + 1),
        };
        if (header.Epoch is { } epoch) wire.Epoch = epoch;
        if (header.Seq is { } seq) wire.Seq = seq;
        if (header.NextDue is { } nextDue) wire.NextDue = nextDue;
        if (header.Base is { } @base) wire.Base = @base;
        if (header.AsOf is { } asOf) wire.AsOf = asOf;
        if (header.Since is { } since) wire.Since = since;
        if (header.Reason is { } reason) wire.Reason = reason;
        if (header.MovedGapMs is { } gap) wire.MovedGapMs = gap;
        var wireFrame = new Wire.DataFrame
        {
            Topic = frame.Topic.Value,
            DataSet = frame.DataSet,
            Base = frame.Base,
            Payload = UnsafeByteOperations.UnsafeWrap(frame.Payload),
            TailLength = frame.TailLength,
            Header = wire,
        };
        if (frame.Delta is { } delta) (wireFrame.Delta, wireFrame.DeltaBase, wireFrame.DeltaTailLength) = (UnsafeByteOperations.UnsafeWrap(delta.Payload), delta.Base, delta.TailLength);
        return wireFrame;
    }

    public static DataFrame FromWire(Wire.DataFrame wire)
    {
        var header = wire.Header;
        var read = new FrameHeader(
            (FrameKind)(header.Kind - 1), header.HasEpoch ? header.Epoch : null, header.HasSeq ? header.Seq : null, header.HasNextDue ? header.NextDue : null,
            header.HasAsOf ? header.AsOf : null, header.Now, (FrameState)(header.State - 1), header.HasSince ? header.Since : null,
            header.HasReason ? header.Reason : null, header.HasBase ? header.Base : null, header.HasMovedGapMs ? header.MovedGapMs : null);
        return new DataFrame(new TopicKey(wire.Topic), wire.DataSet, read, wire.Base, wire.Payload.Memory, wire.TailLength)
        {
            Delta = wire.HasDelta ? new FrameDelta(wire.DeltaBase, wire.Delta.Memory, wire.DeltaTailLength) : null,
        };
    }
}
