using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Realtime.Actors.Membership;
using Realtime.Actors.Relays;

namespace Realtime.Actors.Topics;

/// <summary>
/// Gives the topics of a node that is about to stop to the others, while its watchers are still there to say how far each one got: complete when the new owners
/// have heard them. A browser that is back elsewhere before that would be the first to reach the new owner, with nothing to say.
/// </summary>
public static class TopicHandOver
{
    /// <summary>Completes when no topic runs on this node any more, and those it watches run elsewhere. Nothing happens where no other node could take them.</summary>
    /// <param name="system">The node's actor system.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <returns>False: it took too long, and goes on.</returns>
    public static async Task<bool> RunAsync(ActorSystem system, TimeSpan atMost)
    {
        if (!ActorRegistry.For(system).TryGet<OwnTopics>(out var topics) || !AnotherNodeTakes(Cluster.Get(system))) return true;
        try
        {
            await topics.GracefulStop(atMost, GracefulShutdown.Instance).ConfigureAwait(false);
            if (ActorRegistry.For(system).TryGet<RelaysKey>(out var relays)) await relays.Ask<OwnerKnown>(TellWhenOwned.Instance, atMost).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or AskTimeoutException)
        {
            return false;
        }
    }

    private static bool AnotherNodeTakes(Cluster cluster) =>
        cluster.State.Members.Any(member => member.Status == MemberStatus.Up && member.HasRole(MembershipSettings.TopicRole)
            && !member.UniqueAddress.Equals(cluster.SelfUniqueAddress) && !cluster.State.Unreachable.Contains(member));
}
