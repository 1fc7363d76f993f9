namespace Realtime.Local.Watching;

/// <summary>Frames that a watcher missed though nothing told it: its connection and join stayed, the owner stayed, and no frame said that data is late.</summary>
public static class UnflaggedGaps
{
    /// <summary>Of a watcher that leaves no topic, as text.</summary>
    public static IEnumerable<string> Of(Watcher watcher)
    {
        var record = watcher.Record;
        var joins = record.Joins.ToLookup(join => join.Topic, join => join.At);
        return
            from set in record.Frames.GroupBy(frame => (frame.Topic, frame.DataSet))
            from pair in set.Zip(set.Skip(1))
            let before = pair.First
            let after = pair.Second
            where before.IsLive && after.IsLive && before.Connection == after.Connection && before.Epoch == after.Epoch && before.NextDue is { } due && after.Seq > due
            where !joins[after.Topic].Any(at => at > before.At && at <= after.At)
            select $"{watcher.Name}: {before} was followed by {after}";
    }
}
