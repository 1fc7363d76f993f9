using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Realtime.Actors.Membership;

/// <summary>What crash detection and the poll permit know of the cluster and do to it.</summary>
internal interface IMemberList
{
    /// <summary>This member.</summary>
    UniqueAddress Self { get; }

    /// <summary>Every member of the last known state, this one and unreachable ones too: who is cut off from the others still counts them.</summary>
    ImmutableArray<MemberView> Members { get; }

    /// <summary>Sends the actor a <see cref="ClusterEvent.IClusterDomainEvent"/> whenever the list may have changed.</summary>
    void Subscribe(IActorRef watcher);

    /// <summary>Takes the actor off again.</summary>
    void Unsubscribe(IActorRef watcher);

    /// <summary>Takes a member out of the cluster without its consent.</summary>
    void Down(Address member);
}
