using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Zombies;

/// <summary>A member that an audit asks.</summary>
/// <param name="Uid">Its incarnation.</param>
/// <param name="Name">What the log calls it.</param>
/// <param name="Census">Whom to ask.</param>
/// <param name="HoldsTopics">Whether topics may run there.</param>
/// <param name="HoldsWatchers">Whether topics may be watched there.</param>
internal sealed record AuditedNode(long Uid, string Name, ICanTell Census, bool HoldsTopics, bool HoldsWatchers)
{
    /// <summary>Every member with a census, also one that joins or leaves: it may run and watch. One that was downed has no say any more.</summary>
    public static ImmutableArray<AuditedNode> Of(ActorSystem system)
    {
        var members = Cluster.Get(system).State.Members;
        return
        [
            .. members.Where(m => m.HasRole(MembershipSettings.RealtimeRole) && m.Status != MemberStatus.Down && m.Status != MemberStatus.Removed)
                .Select(m => new AuditedNode(
                    m.UniqueAddress.Uid, m.Address.ToString(), system.ActorSelection(new RootActorPath(m.Address) / "user" / Zombies.Census.Name),
                    m.HasRole(MembershipSettings.TopicRole), m.HasRole(MembershipSettings.EdgeRole))),
        ];
    }
}
