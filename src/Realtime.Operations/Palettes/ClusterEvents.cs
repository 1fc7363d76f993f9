using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;

namespace Realtime.Operations.Palettes;

/// <summary>Follows what happens to members, for as long as somebody looks.</summary>
internal static class ClusterEvents
{
    /// <summary>An operator who reads slower than members come and go misses the oldest, and nobody else notices.</summary>
    private const int MostWaiting = 1000;

    public static async IAsyncEnumerable<JsonObject> Follow(ActorSystem system, [EnumeratorCancellation] CancellationToken stop)
    {
        var waiting = Channel.CreateBounded<JsonObject>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        var listener = system.ActorOf(Props.Create(() => new Listener(waiting.Writer)));
        try
        {
            await foreach (var happened in waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false)) yield return happened;
        }
        finally
        {
            system.Stop(listener);
        }
    }

    private sealed class Listener : ReceiveActor
    {
        private readonly Cluster _cluster = Cluster.Get(Context.System);

        public Listener(ChannelWriter<JsonObject> to)
        {
            Receive<ClusterEvent.IMemberEvent>(e => to.TryWrite(Row("member " + e.Member.Status.ToString().ToLowerInvariant(), e.Member.Address, Roles(e.Member))));
            Receive<ClusterEvent.UnreachableMember>(e => to.TryWrite(Row("unreachable", e.Member.Address, Roles(e.Member))));
            Receive<ClusterEvent.ReachableMember>(e => to.TryWrite(Row("reachable", e.Member.Address, Roles(e.Member))));
            Receive<ClusterEvent.LeaderChanged>(e => to.TryWrite(Row("leader", e.Leader, null)));
        }

        protected override void PreStart() => _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent), typeof(ClusterEvent.LeaderChanged));

        protected override void PostStop() => _cluster.Unsubscribe(Self);

        private static string Roles(Member member) => $"[{string.Join(',', member.Roles.Order(StringComparer.Ordinal))}]";

        private static JsonObject Row(string what, Address? address, string? detail) => new() { ["event"] = what, ["address"] = address?.ToString() ?? "none", ["detail"] = detail };
    }
}
