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
            Epoch = header.Epoch ?? "",
            Seq = header.Seq ?? 0,
            NextDue = header.NextDue ?? 0,
            Now = header.Now,
            State = (Wire.FrameState)(header.State + 1),
        };
        if (header.AsOf is { } asOf) wire.AsOf = asOf;
        if (header.Since is { } since) wire.Since = since;
        if (header.Reason is { } reason) wire.Reason = reason;
        return new Wire.DataFrame
        {
            Topic = frame.Topic.Value,
            DataSet = frame.DataSet,
            Base = frame.Base,
            Payload = UnsafeByteOperations.UnsafeWrap(frame.Payload),
            TailLength = frame.TailLength,
            Header = wire,
        };
    }

    public static DataFrame FromWire(Wire.DataFrame wire)
    {
        var header = new FrameHeader(
            (FrameKind)(wire.Header.Kind - 1), wire.Header.Epoch, wire.Header.Seq, wire.Header.NextDue, wire.Header.HasAsOf ? wire.Header.AsOf : null,
            wire.Header.Now, (FrameState)(wire.Header.State - 1), wire.Header.HasSince ? wire.Header.Since : null,
            wire.Header.HasReason ? wire.Header.Reason : null);
        return new DataFrame(new TopicKey(wire.Topic), wire.DataSet, header, wire.Base, wire.Payload.Memory, wire.TailLength);
    }
}
