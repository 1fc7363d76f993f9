using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>How much a message about watchers tells.</summary>
public enum RosterKind
{
    /// <summary>All names: what was known before is void.</summary>
    List,

    /// <summary>Who came and went since the message numbered one less.</summary>
    Changes,

    /// <summary>Only how many.</summary>
    Numbers,
}

/// <summary>Relay to supervisor: who watches on this node. Sent to the owner itself, never through the shard region.</summary>
/// <param name="Topic">Which topic.</param>
/// <param name="NodeUid">The node's incarnation.</param>
/// <param name="Generation">The relay's incarnation on that node.</param>
/// <param name="Number">One more for each report of a relay: a lost one leaves a gap.</param>
/// <param name="Kind">How much it tells.</param>
/// <param name="Asks">Whether the relay wants all of the roster back: it has none of this owner, or missed an update.</param>
/// <param name="Joins">For a list all, for changes who came.</param>
/// <param name="Leaves"><c>phx_ref</c> of who went.</param>
/// <param name="Watching">All channels of the node.</param>
/// <param name="Members">Those of them that have a key.</param>
public sealed record WatchersReport(
    TopicKey Topic, long NodeUid, long Generation, long Number, RosterKind Kind, bool Asks,
    ImmutableArray<Watcher> Joins, ImmutableArray<string> Leaves, long Watching, long Members) : IRealtimeMessage, IDeadLetterSuppression;

/// <summary>Supervisor to relay: who watches in the whole cluster.</summary>
/// <param name="Topic">Which topic.</param>
/// <param name="Number">One more for each update of an owner, beginning anywhere: a lost one leaves a gap.</param>
/// <param name="Kind">How much it tells.</param>
/// <param name="Joins">For a list all, for changes who came.</param>
/// <param name="Leaves"><c>phx_ref</c> of who went.</param>
/// <param name="Watching">All channels of the cluster.</param>
/// <param name="Members">Those of them that have a key.</param>
public sealed record RosterUpdate(
    TopicKey Topic, long Number, RosterKind Kind, ImmutableArray<Watcher> Joins, ImmutableArray<string> Leaves, long Watching, long Members)
    : IRealtimeMessage, IDeadLetterSuppression;

/// <summary>Supervisor to relay: a report of yours is missing, tell everything again.</summary>
public sealed record TellWatchers(TopicKey Topic) : IRealtimeMessage, IDeadLetterSuppression;

/// <summary>To a supervisor or relay by itself: something about watchers may have become due.</summary>
internal sealed record RosterDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly RosterDue Instance = new();
}
