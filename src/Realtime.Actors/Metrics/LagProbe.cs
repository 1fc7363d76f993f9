using System.Diagnostics;
using Akka.Actor;
using Akka.Event;

namespace Realtime.Actors.Metrics;

/// <summary>Measures once a second how late a timer's actor runs, and how long work waits for a thread.</summary>
internal sealed class LagProbe : ReceiveActor
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly RealtimeMetrics _metrics;
    private TimeSpan _due;
    private ICancelable? _timer;

    public LagProbe(RealtimeMetrics metrics)
    {
        _metrics = metrics;
        Receive<ProbeDue>(_ => OnDue());
    }

    private static IScheduler Scheduler => Context.System.Scheduler;

    public static Props Props(RealtimeMetrics metrics) => Akka.Actor.Props.Create(() => new LagProbe(metrics));

    protected override void PreStart() => Schedule();

    protected override void PostStop() => _timer?.Cancel();

    private void OnDue()
    {
        _metrics.TimerFired(Scheduler.MonotonicClock - _due);
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Metrics.ThreadGiven(Stopwatch.GetElapsedTime(work.Queued)), (Metrics: _metrics, Queued: Stopwatch.GetTimestamp()), preferLocal: false);
        Schedule();
    }

    private void Schedule()
    {
        _due = Scheduler.MonotonicClock + Every;
        _timer = Scheduler.ScheduleTellOnceCancelable(Every, Self, ProbeDue.Instance, ActorRefs.NoSender);
    }

    private sealed record ProbeDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly ProbeDue Instance = new();
    }
}
