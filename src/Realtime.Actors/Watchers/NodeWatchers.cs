using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>What a topic's owner knows of one node's watchers.</summary>
/// <param name="generation">The incarnation of the relay that reports.</param>
internal sealed class NodeWatchers(long generation)
{
    private long? _number;

    public long Generation => generation;

    public long Watching { get; private set; }

    public long Members { get; private set; }

    /// <summary>By <c>phx_ref</c>; null: only their number is known.</summary>
    public Dictionary<string, Watcher>? Names { get; private set; }

    /// <summary>Takes a report. False: one before it is missing, nothing was taken.</summary>
    public bool Take(WatchersReport report)
    {
        if (report.Kind == RosterKind.Changes && (Names is null || report.Number != _number + 1)) return false;
        if (report.Kind != RosterKind.Changes) Names = report.Kind == RosterKind.List || report.Members == 0 ? [] : null;
        foreach (var watcher in report.Joins) Names?.TryAdd(watcher.Ref, watcher);
        foreach (var left in report.Leaves) Names?.Remove(left);
        (_number, Watching, Members) = (report.Number, report.Watching, report.Members);
        return true;
    }
}
