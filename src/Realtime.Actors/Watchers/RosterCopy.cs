using System.Collections.Immutable;
using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>What an update means for the browsers of a node.</summary>
/// <param name="IsNewList">All get the list anew, which is empty when names are not told.</param>
/// <param name="Joins">Otherwise: who came.</param>
/// <param name="Leaves">Who went.</param>
/// <param name="CountChanged">Whether those that only count are told.</param>
/// <param name="ListCountChanged">Whether those that get the list are told the count as well: it shows fewer than watch.</param>
internal readonly record struct RosterNews(
    bool IsNewList, ImmutableArray<Watcher> Joins, ImmutableArray<Watcher> Leaves, bool CountChanged, bool ListCountChanged);

/// <summary>A relay's copy of who watches in the whole cluster: what this node's browsers have been told, also over a change of owner.</summary>
internal sealed class RosterCopy
{
    private readonly Dictionary<string, Watcher> _members = [];
    private bool _listed;

    /// <summary>Number of the last update of the present owner; null: none came yet, or one is missing.</summary>
    public long? Number { get; private set; }

    /// <summary>Whether any owner ever told.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>All who watch in the cluster.</summary>
    public long Watching { get; private set; }

    /// <summary>Whom a list shows; nobody while only the number is told.</summary>
    public IReadOnlyCollection<Watcher> Members => _members.Values;

    /// <summary>Whether a list shows fewer than watch.</summary>
    public bool HidesSome => !_listed || Watching != _members.Count;

    /// <summary>What follows is of another owner, or an update is missing: only one that is complete in itself counts.</summary>
    public void Forget() => Number = null;

    /// <summary>Takes an update. Null: it stands on one that is missing, then <paramref name="gap"/> is set the first time.</summary>
    public RosterNews? Take(RosterUpdate update, out bool gap)
    {
        gap = false;
        if (update.Kind == RosterKind.Changes && (Number is null || update.Number != Number + 1))
        {
            gap = Number is not null;
            Forget();
            return null;
        }

        var (hid, watched, listed, known) = (IsKnown && HidesSome, Watching, _listed, IsKnown);
        var joins = update.Joins.Where(watcher => _members.TryAdd(watcher.Ref, watcher)).ToImmutableArray();
        var gone = update.Kind == RosterKind.Changes ? update.Leaves : Missing(update.Joins);
        var leaves = gone.Where(_members.ContainsKey).Select(phxRef => _members[phxRef]).ToImmutableArray();
        foreach (var watcher in leaves) _members.Remove(watcher.Ref);
        (Number, Watching, IsKnown, _listed) = (update.Number, update.Watching, true, update.Kind != RosterKind.Numbers);
        var counted = !known || watched != Watching;
        return new RosterNews(!known || listed != _listed, joins, leaves, counted, hid != HidesSome || (HidesSome && counted));
    }

    private ImmutableArray<string> Missing(ImmutableArray<Watcher> all)
    {
        var refs = all.Select(watcher => watcher.Ref).ToHashSet();
        return [.. _members.Keys.Where(phxRef => !refs.Contains(phxRef))];
    }
}
