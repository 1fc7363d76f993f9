using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>An actor system for audits, whose time goes on only when a test says so.</summary>
public abstract class AuditSpec() : TestKit(
    """
    akka.loglevel = WARNING
    akka.log-dead-letters = off
    akka.scheduler.implementation = "Realtime.Actors.Tests.Zombies.AuditScheduler, Realtime.Actors.Tests"
    akka.test.single-expect-default = 10s
    """)
{
    /// <summary>Lets time go on, once the actor is done with what it has: timers it sets then are set.</summary>
    protected async Task AdvanceAsync(TimeSpan by, IActorRef actor)
    {
        await SettledAsync(actor);
        ((TestScheduler)Sys.Scheduler).Advance(by);
        await SettledAsync(actor);
    }

    /// <summary>The actor has handled what was in its mailbox.</summary>
    protected static Task SettledAsync(IActorRef actor) => actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10));
}

/// <summary>The test kit's scheduler, with the monotonic clock virtual as well.</summary>
public sealed class AuditScheduler(Config config, ILoggingAdapter log) : TestScheduler(config, log), ITimeProvider
{
    TimeSpan ITimeProvider.MonotonicClock => Now - DateTimeOffset.UnixEpoch;

    TimeSpan ITimeProvider.HighResMonotonicClock => Now - DateTimeOffset.UnixEpoch;
}
