using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Realtime.Actors.Membership;

/// <summary>The members as Akka.Cluster knows them.</summary>
internal sealed class ClusterMemberList(Cluster cluster) : IMemberList
{
    public UniqueAddress Self => cluster.SelfUniqueAddress;

    public ImmutableArray<MemberView> Members
    {
        get
        {
            var state = cluster.State;
            return [.. state.Members.Select(m => new MemberView(m.UniqueAddress, m.Status, !state.Unreachable.Contains(m)))];
        }
    }

    public void Subscribe(IActorRef watcher) =>
        cluster.Subscribe(
            watcher, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    public void Unsubscribe(IActorRef watcher) => cluster.Unsubscribe(watcher);

    public void Down(Address member) => cluster.Down(member);
}
