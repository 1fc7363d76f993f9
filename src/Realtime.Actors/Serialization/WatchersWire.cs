using Google.Protobuf;
using Google.Protobuf.Collections;
using Realtime.Actors.Watchers;
using Realtime.Protocol;

namespace Realtime.Actors.Serialization;

/// <summary>Reports and rosters of watchers as Protobuf.</summary>
internal static class WatchersWire
{
    public static Wire.WatchersReport ToWire(WatchersReport report)
    {
        var wire = new Wire.WatchersReport
        {
            Topic = report.Topic.Value,
            NodeUid = report.NodeUid,
            Generation = report.Generation,
            Number = report.Number,
            Kind = (Wire.RosterKind)(report.Kind + 1),
            Asks = report.Asks,
            Watching = report.Watching,
            Members = report.Members,
        };
        wire.Joins.AddRange(report.Joins.Select(ToWire));
        wire.Leaves.AddRange(report.Leaves);
        return wire;
    }

    public static Wire.RosterUpdate ToWire(RosterUpdate update)
    {
        var wire = new Wire.RosterUpdate
        {
            Topic = update.Topic.Value,
            Number = update.Number,
            Kind = (Wire.RosterKind)(update.Kind + 1),
            Watching = update.Watching,
            Members = update.Members,
        };
        wire.Joins.AddRange(update.Joins.Select(ToWire));
        wire.Leaves.AddRange(update.Leaves);
        return wire;
    }

    public static WatchersReport Report(byte[] bytes)
    {
        var wire = Wire.WatchersReport.Parser.ParseFrom(bytes);
        return new WatchersReport(
            new TopicKey(wire.Topic), wire.NodeUid, wire.Generation, wire.Number, (RosterKind)(wire.Kind - 1), wire.Asks,
            [.. FromWire(wire.Joins)], [.. wire.Leaves], wire.Watching, wire.Members);
    }

    public static RosterUpdate Update(byte[] bytes)
    {
        var wire = Wire.RosterUpdate.Parser.ParseFrom(bytes);
        return new RosterUpdate(
            new TopicKey(wire.Topic), wire.Number, (RosterKind)(wire.Kind - 1), [.. FromWire(wire.Joins)], [.. wire.Leaves], wire.Watching, wire.Members);
    }

    private static Wire.Watcher ToWire(Watcher watcher) =>
        new() { PhxRef = watcher.Ref, Key = watcher.Key, Meta = UnsafeByteOperations.UnsafeWrap(watcher.Meta) };

    private static IEnumerable<Watcher> FromWire(RepeatedField<Wire.Watcher> watchers) =>
        watchers.Select(watcher => new Watcher(watcher.PhxRef, watcher.Key, watcher.Meta.Memory));
}
