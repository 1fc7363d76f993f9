using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace Realtime.Actors.Tests.Support;

/// <summary>An actor system whose time goes on only when a test says so.</summary>
public abstract class VirtualTime(string more = "") : TestKit(Configuration + more)
{
    private const string Configuration =
        """
        akka {
          loglevel = WARNING
          log-dead-letters = off
          scheduler.implementation = "Realtime.Actors.Tests.Support.VirtualScheduler, Realtime.Actors.Tests"
          test.single-expect-default = 10s
          test.default-timeout = 10s
          actor {
            serializers.realtime = "Realtime.Actors.Serialization.RealtimeSerializer, Realtime.Actors"
            serialization-bindings { "Realtime.Actors.Topics.IRealtimeMessage, Realtime.Actors" = realtime }
          }
        }

        """;

    protected VirtualScheduler Time => (VirtualScheduler)Sys.Scheduler;

    protected long NowMs => Time.Now.ToUnixTimeMilliseconds();

    /// <summary>Lets time go on by a little over <paramref name="by"/>, after the actors are done with what they have; then waits until they are done again.</summary>
    protected async Task AdvanceAsync(TimeSpan by, params IActorRef[] actors)
    {
        await SettleAsync(actors);
        Time.Advance(by + TimeSpan.FromMilliseconds(1));
        await SettleAsync(actors);
    }

    /// <summary>Each actor has handled all that was in its mailbox when its turn came, timers it set included.</summary>
    protected static async Task SettleAsync(params IActorRef[] actors)
    {
        foreach (var actor in actors) await actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10));
    }
}
