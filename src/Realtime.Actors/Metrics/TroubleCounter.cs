using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Metrics;

/// <summary>Counts what the actor system tells of itself: dead letters, and actors that failed. Names a dead letter now and then: its kind, never what is in it.</summary>
internal sealed class TroubleCounter : ReceiveActor
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly RealtimeMetrics _metrics;
    private readonly ILogger _log;
    private TimeSpan _quietUntil;
    private long _unnamed;

    public TroubleCounter(RealtimeMetrics metrics, ILogger log)
    {
        (_metrics, _log) = (metrics, log);
        Receive<DeadLetter>(OnDeadLetter);
        // Supervisors publish the failure of a child in their strategy's name. One that is resumed is a warning.
        Receive<Error>(error => typeof(SupervisorStrategy).IsAssignableFrom(error.LogClass), error => metrics.ActorRestarted(ActorKind.Of(error.LogSource)));
    }

    public static Props Props(RealtimeMetrics metrics, ILogger log) => Akka.Actor.Props.Create(() => new TroubleCounter(metrics, log));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Context.System.EventStream.Subscribe(Self, typeof(Error));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    /// <summary>A node that leaves causes thousands: one line in half a minute tells of what kind they are.</summary>
    private void OnDeadLetter(DeadLetter letter)
    {
        _metrics.DeadLetter();
        var now = Context.System.Scheduler.MonotonicClock;
        if (now < _quietUntil)
        {
            _unnamed++;
            return;
        }

        TroubleLog.DeadLetter(_log, letter.Message.GetType().Name, letter.Recipient.Path.ToString(), _unnamed);
        (_quietUntil, _unnamed) = (now + Quiet, 0);
    }

    /// <summary>Other errors are in the log, where they came from.</summary>
    protected override void Unhandled(object message)
    {
    }
}
