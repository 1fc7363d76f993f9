using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Watchers;

namespace Realtime.Actors.Relays;

/// <summary>What every relay of a node shares.</summary>
/// <param name="Region">The shard region (or its proxy) of topics.</param>
/// <param name="PresenceWriter">Tells the cluster that this node watches.</param>
/// <param name="NodeUid">This node's incarnation.</param>
/// <param name="DataSets">Event names, in the pack's order.</param>
/// <param name="Interval">Distance of two polls: how often silence is broken.</param>
internal sealed record RelayContext(IActorRef Region, IActorRef PresenceWriter, long NodeUid, ImmutableArray<string> DataSets, TimeSpan Interval)
{
    /// <summary>How often a relay tells who watches.</summary>
    public PresenceBounds Bounds { get; init; } = PresenceBounds.Default;

    /// <summary>Names each tab that is listed.</summary>
    public PhxRefs Refs { get; } = new(NodeUid);
}
