using System.Collections.Immutable;
using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>
/// Who watches a topic in the whole cluster, as its owner merges it from the nodes' reports: decides when the nodes are told, and whether names or only
/// numbers. All times on the monotonic clock.
/// </summary>
/// <param name="topic">Which topic.</param>
/// <param name="bounds">How far names go, and how often.</param>
/// <param name="number">Any number that the incarnation before did not use: relays tell by it that this one is new.</param>
internal sealed class Roster(TopicKey topic, PresenceBounds bounds, long number)
{
    private readonly Dictionary<long, NodeWatchers> _nodes = [];
    private RosterUpdate? _told;
    private Dictionary<string, Watcher> _shown = [];
    private TimeSpan _toldAt;
    private TimeSpan? _gatherUntil;
    private TimeSpan? _changedAt;
    private bool _grew;

    /// <summary>Number of the last update sent to all.</summary>
    public long Number => _told?.Number ?? number;

    /// <summary>All that was told, for a relay that missed it; null: nothing was told yet, the first update will be for all.</summary>
    public RosterUpdate? Told => _told is { Kind: RosterKind.Changes } told ? told with { Kind = RosterKind.List, Joins = [.. _shown.Values], Leaves = [] } : _told;

    /// <summary>When <see cref="Next"/> may have something to send; null: not before something happens.</summary>
    public TimeSpan? Due => _told is null ? (_nodes.Count > 0 ? _gatherUntil : null) : _changedAt is { } at ? Later(_toldAt + Distance, _grew ? at : at + bounds.LeaveAfter) : null;

    /// <summary>Watchers in the whole cluster.</summary>
    public long Watching => _nodes.Values.Sum(node => node.Watching);

    /// <summary>Watchers of each node that reported.</summary>
    public IEnumerable<KeyValuePair<long, long>> ByNode => _nodes.Select(node => KeyValuePair.Create(node.Key, node.Value.Watching));

    /// <summary>Those with a name, of the nodes that told names.</summary>
    public IEnumerable<Watcher> Named => _nodes.Values.SelectMany(node => node.Names?.Values ?? Enumerable.Empty<Watcher>());

    private long Members => _nodes.Values.Sum(node => node.Members);

    private bool Listed => _told is { Kind: not RosterKind.Numbers };

    /// <summary>Names are listed while they are few; fewer to begin with than to go on. A node that told only numbers is asked by a count that is low enough.</summary>
    private bool ShouldList =>
        (Listed || _told is null ? Members <= PresenceBounds.MostListed : Members < PresenceBounds.ListedAgainBelow) && _nodes.Values.All(node => node.Names is not null);

    private TimeSpan Distance => Listed != ShouldList ? bounds.DiffEvery : bounds.CountEvery(Watching);

    /// <summary>A node subscribed or presence changed: an owner that told nothing yet waits so long for the nodes to report.</summary>
    public void Gather(TimeSpan now) => _gatherUntil ??= now + PresenceBounds.GatherFor;

    /// <summary>Takes a node's report. False: one before it is missing, let the node tell everything.</summary>
    public bool Take(WatchersReport report, TimeSpan now)
    {
        if (!_nodes.TryGetValue(report.NodeUid, out var node) || node.Generation != report.Generation) node = new NodeWatchers(report.Generation);
        var before = node.Watching;
        if (!node.Take(report)) return false;
        _nodes[report.NodeUid] = node;
        _changedAt ??= now;
        _grew |= node.Watching > before || !report.Joins.IsEmpty;
        return true;
    }

    /// <summary>Who watched on a node that is not subscribed any more has left.</summary>
    public void Keep(Func<long, bool> isSubscribed, TimeSpan now)
    {
        foreach (var gone in _nodes.Keys.Where(node => !isSubscribed(node)).ToArray())
        {
            _nodes.Remove(gone);
            _changedAt ??= now;
        }
    }

    /// <summary>What to send to all relays now; null: nothing, see <see cref="Due"/>.</summary>
    /// <param name="now">Monotonic clock.</param>
    /// <param name="expected">The nodes that watch, as far as anybody knows; null: nobody knows yet.</param>
    public RosterUpdate? Next(TimeSpan now, IEnumerable<long>? expected)
    {
        if (_told is null ? !Gathered(now, expected) : _changedAt is null || now < Due) return null;
        var next = Update();
        (_changedAt, _grew) = (null, false);
        if (next is null) return null;
        (_told, _toldAt) = (next, now);
        return next;
    }

    private bool Gathered(TimeSpan now, IEnumerable<long>? expected) => _nodes.Count > 0 && (expected?.All(_nodes.ContainsKey) == true || now >= _gatherUntil);

    private RosterUpdate? Update()
    {
        var (watching, members) = (Watching, Members);
        var next = new RosterUpdate(topic, Number + 1, RosterKind.Numbers, [], [], watching, members);
        if (!ShouldList)
        {
            _shown = [];
            // A count that says nothing new is sent all the same when it asks the nodes for their names.
            var same = _told is { Kind: RosterKind.Numbers } told && told.Watching == watching && Asks(told.Members) == Asks(members);
            return same ? null : next;
        }

        var before = _shown;
        _shown = _nodes.Values.SelectMany(node => node.Names!).ToDictionary();
        if (!Listed) return next with { Kind = RosterKind.List, Joins = [.. _shown.Values] };
        var joins = _shown.Values.Where(watcher => !before.ContainsKey(watcher.Ref)).ToImmutableArray();
        var leaves = before.Keys.Where(phxRef => !_shown.ContainsKey(phxRef)).ToImmutableArray();
        return joins.IsEmpty && leaves.IsEmpty && _told!.Watching == watching ? null : next with { Kind = RosterKind.Changes, Joins = joins, Leaves = leaves };
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static bool Asks(long members) => members < PresenceBounds.ListedAgainBelow;
}
