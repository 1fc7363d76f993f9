using System.Collections.Frozen;
using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Membership;
using Realtime.Actors.Metrics;
using Realtime.Actors.Watchers;

namespace Realtime.Actors.Relays;

/// <summary>What every relay of a node shares.</summary>
/// <param name="Region">The shard region (or its proxy) of topics.</param>
/// <param name="PresenceWriter">Tells the cluster that this node watches.</param>
/// <param name="NodeUid">This node's incarnation.</param>
/// <param name="DataSets">Event names, in the pack's order.</param>
/// <param name="Interval">Distance of two polls where a data set has none of its own; and how often those who wait for a first result are told that there is none.</param>
internal sealed record RelayContext(IActorRef Region, IActorRef PresenceWriter, long NodeUid, ImmutableArray<string> DataSets, TimeSpan Interval)
{
    /// <summary>The bytes that the histories of all relays share.</summary>
    public HistoryBudget History { get; init; } = new(new HistorySettings());

    /// <summary>Asked before each frame is passed on: what waited in the sockets of a node that stood still is old, and says that it is new.</summary>
    public IPollPermit Permit { get; init; } = AlwaysGranted.Instance;

    /// <summary>Of the data sets that have an interval of their own.</summary>
    public FrozenDictionary<string, TimeSpan> OwnIntervals { get; init; } = FrozenDictionary<string, TimeSpan>.Empty;

    /// <summary>Distance of two polls of a data set.</summary>
    public TimeSpan IntervalOf(string dataSet) => OwnIntervals.TryGetValue(dataSet, out var own) ? own : Interval;

    /// <summary>
    /// For relays that subscribe again because an answer, a frame or the owner is missing: 2,000 a second, more than one owner of two cores can start topics.
    /// </summary>
    public Turns Retries { get; } = new(perSecond: 2_000);

    /// <summary>How often a relay tells who watches.</summary>
    public PresenceBounds Bounds { get; init; } = PresenceBounds.Default;

    /// <summary>Who is told what happens.</summary>
    public RealtimeMetrics Metrics { get; init; } = RealtimeMetrics.Unheard;

    /// <summary>Who is told of topics that were refused.</summary>
    public Connections.Refusals Refusals { get; init; } = Connections.Refusals.Unheard;

    /// <summary>How many topics there may be, for one user and for all.</summary>
    public Connections.ConnectionLimits Limits { get; init; } = new();

    /// <summary>Names each tab that is listed.</summary>
    public PhxRefs Refs { get; } = new(NodeUid);
}
