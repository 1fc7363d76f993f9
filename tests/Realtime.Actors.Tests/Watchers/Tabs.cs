using System.Collections.Immutable;
using Realtime.Actors.Watchers;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Watchers;

/// <summary>Watchers and what nodes say of them, with as few words as a test needs.</summary>
internal static class Tabs
{
    public static readonly TopicKey Topic = new("acme");

    public static Watcher Tab(string phxRef, string? key = null) => new(phxRef, key ?? phxRef, PresencePayload.Meta(phxRef, 1, null, []));

    public static ImmutableArray<Watcher> Many(int count, string prefix = "t") => [.. Enumerable.Range(0, count).Select(i => Tab($"{prefix}{i}"))];

    public static WatchersReport List(long node, long number, ImmutableArray<Watcher> names, int unnamed = 0, long generation = 1) =>
        new(Topic, node, generation, number, RosterKind.List, Asks: true, names, [], names.Length + unnamed, names.Length);

    public static WatchersReport Changes(long node, long number, ImmutableArray<Watcher> joins, ImmutableArray<string> leaves, long watching, long? members = null) =>
        new(Topic, node, 1, number, RosterKind.Changes, Asks: false, joins, leaves, watching, members ?? watching);

    public static WatchersReport Numbers(long node, long number, long watching, long members) =>
        new(Topic, node, 1, number, RosterKind.Numbers, Asks: false, [], [], watching, members);

    public static RosterUpdate Update(long number, RosterKind kind, ImmutableArray<Watcher> joins, ImmutableArray<string> leaves, long watching, long? members = null) =>
        new(Topic, number, kind, joins, leaves, watching, members ?? watching);

    public static string Refs(this IEnumerable<Watcher> watchers) => watchers.Select(watcher => watcher.Ref).Joined();

    public static string Joined(this IEnumerable<string> refs) => string.Join(' ', refs.Order(StringComparer.Ordinal));
}
