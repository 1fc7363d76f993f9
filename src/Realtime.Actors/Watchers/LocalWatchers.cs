using System.Collections.Immutable;
using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>Who watches a topic on this node, and what of it the topic's owner has been told.</summary>
/// <param name="topic">Which topic.</param>
/// <param name="nodeUid">This node's incarnation.</param>
/// <param name="generation">The relay's incarnation.</param>
internal sealed class LocalWatchers(TopicKey topic, long nodeUid, long generation)
{
    private readonly Dictionary<string, Watcher> _members = [];
    private readonly Dictionary<string, Watcher> _joined = [];
    private readonly HashSet<string> _left = [];
    private long _watching;
    private long _number;
    private bool _whole = true;
    private bool _namesWanted = true;

    /// <summary>Whether the owner does not know everything yet.</summary>
    public bool Changed { get; private set; }

    /// <summary>A channel began to watch; <paramref name="watcher"/> is null for one that gave no key.</summary>
    public void Enter(Watcher? watcher)
    {
        _watching++;
        Changed = true;
        if (watcher is null) return;
        _members[watcher.Ref] = watcher;
        if (!_whole) _joined[watcher.Ref] = watcher;
    }

    /// <summary>A channel went.</summary>
    public void Leave(Watcher? watcher)
    {
        _watching--;
        Changed = true;
        if (watcher is null) return;
        _members.Remove(watcher.Ref);
        // Who came and went between two reports is never told of; so those that left were in the last one, which had no more than a list.
        if (!_whole && !_joined.Remove(watcher.Ref)) _left.Add(watcher.Ref);
    }

    /// <summary>Whether the owner wants names, or only numbers: a list that ends, or one that may begin again.</summary>
    public void Heard(RosterUpdate update)
    {
        var wanted = update.Kind != RosterKind.Numbers || update.Members < PresenceBounds.ListedAgainBelow;
        if (wanted && !_namesWanted) TellEverything();
        _namesWanted = wanted;
    }

    /// <summary>The next report is complete: of a new owner, or one that missed something.</summary>
    public void TellEverything()
    {
        (_whole, Changed) = (true, true);
        _joined.Clear();
        _left.Clear();
    }

    /// <summary>What to tell the owner. <paramref name="asks"/>: whether it shall tell everything, too.</summary>
    public WatchersReport Report(bool asks)
    {
        var named = _namesWanted && _members.Count <= PresenceBounds.MostListed;
        var kind = !named ? RosterKind.Numbers : _whole ? RosterKind.List : RosterKind.Changes;
        ImmutableArray<Watcher> joins = kind == RosterKind.Numbers ? [] : [.. (_whole ? _members : _joined).Values];
        ImmutableArray<string> leaves = kind == RosterKind.Changes ? [.. _left] : [];
        _joined.Clear();
        _left.Clear();
        (_whole, Changed) = (!named, false);
        return new WatchersReport(topic, nodeUid, generation, ++_number, kind, asks, joins, leaves, _watching, _members.Count);
    }
}
