using Akka.Actor;
using Akka.Cluster;

namespace Realtime.Actors.Membership;

/// <summary>Tells one actor, that has to do with thousands of others, of every member that is gone.</summary>
internal sealed class Departures : ReceiveActor
{
    private readonly Cluster _cluster;

    /// <param name="cluster">Whose members.</param>
    /// <param name="told">Gets a <see cref="NodeGone"/> for each.</param>
    public Departures(Cluster cluster, IActorRef told)
    {
        _cluster = cluster;
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            var member = removed.Member.UniqueAddress;
            told.Tell(new NodeGone(member.Address, member.Uid, Crashed: removed.PreviousStatus == MemberStatus.Down));
        });
    }

    public static Props Props(Cluster cluster, IActorRef told) => Akka.Actor.Props.Create(() => new Departures(cluster, told));

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
