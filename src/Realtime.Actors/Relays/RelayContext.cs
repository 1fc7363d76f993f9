using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Relays;

/// <summary>What every relay of a node shares.</summary>
/// <param name="Region">The shard region (or its proxy) of topics.</param>
/// <param name="PresenceWriter">Tells the cluster that this node watches.</param>
/// <param name="NodeUid">This node's incarnation.</param>
/// <param name="DataSets">Event names, in the pack's order.</param>
/// <param name="Interval">Distance of two polls: how often silence is broken.</param>
internal sealed record RelayContext(IActorRef Region, IActorRef PresenceWriter, long NodeUid, ImmutableArray<string> DataSets, TimeSpan Interval)
{
    /// <summary>The bytes that the histories of all relays share.</summary>
    public HistoryBudget History { get; init; } = new(new HistorySettings());

    /// <summary>Asked before each frame is passed on: what waited in the sockets of a node that stood still is old, and says that it is new.</summary>
    public IPollPermit Permit { get; init; } = AlwaysGranted.Instance;
}
