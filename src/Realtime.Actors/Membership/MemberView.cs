using Akka.Cluster;

namespace Realtime.Actors.Membership;

/// <summary>A member as this node sees it.</summary>
/// <param name="Node">Address and incarnation.</param>
/// <param name="Status">Where it is between joining and gone.</param>
/// <param name="Reachable">False: some member's failure detector has given it up.</param>
internal readonly record struct MemberView(UniqueAddress Node, MemberStatus Status, bool Reachable)
{
    /// <summary>Whether it counts for majorities: as in the split-brain resolver, those that are still joining do not; those on their way out do, until they are gone.</summary>
    public bool Votes => Status is not (MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Removed);

    /// <summary>Whether it is expected to answer: one that leaves closes its port as well, and dies of nothing.</summary>
    public bool Stays => Status is MemberStatus.Up or MemberStatus.Joining or MemberStatus.WeaklyUp;
}
