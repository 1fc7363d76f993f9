using Akka.Actor;
using Akka.Event;

namespace Realtime.Actors.Metrics;

/// <summary>Counts what the actor system tells of itself: dead letters, and actors that failed.</summary>
internal sealed class TroubleCounter : ReceiveActor
{
    public TroubleCounter(RealtimeMetrics metrics)
    {
        Receive<DeadLetter>(_ => metrics.DeadLetter());
        // Supervisors publish the failure of a child in their strategy's name. One that is resumed is a warning.
        Receive<Error>(error => typeof(SupervisorStrategy).IsAssignableFrom(error.LogClass), error => metrics.ActorRestarted(ActorKind.Of(error.LogSource)));
    }

    public static Props Props(RealtimeMetrics metrics) => Akka.Actor.Props.Create(() => new TroubleCounter(metrics));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Context.System.EventStream.Subscribe(Self, typeof(Error));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    /// <summary>Other errors are in the log, where they came from.</summary>
    protected override void Unhandled(object message)
    {
    }
}
