using Akka.Actor;

namespace Realtime.Actors.Topics;

/// <summary>
/// One timer for all topics of a node whose beats are due in the same millisecond, as most of a phase are. Timers of their own would live from beat to beat, be promoted, and be work for
/// the older generations: tens of thousands at each interval. Whoever waits is told once, and cannot be taken out again: it knows by <see cref="BeatDue.At"/>
/// which instant it waits for. Safe on any thread.
/// </summary>
internal sealed class BeatTimer
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, List<IActorRef>> _waiting = [];

    /// <summary>Tells a topic when its time has come.</summary>
    /// <param name="topic">Gets <see cref="BeatDue"/>.</param>
    /// <param name="wait">From now.</param>
    /// <param name="scheduler">Of the node: the same one for all topics.</param>
    /// <returns>What the message will say.</returns>
    public long Start(IActorRef topic, TimeSpan wait, IScheduler scheduler)
    {
        var now = scheduler.MonotonicClock;
        var at = (long)Math.Ceiling((now + wait).TotalMilliseconds);
        lock (_lock)
        {
            if (_waiting.TryGetValue(at, out var others))
            {
                others.Add(topic);
                return at;
            }

            _waiting[at] = [topic];
        }

        FireAfter(TimeSpan.FromMilliseconds(at) - now, at, scheduler);
        return at;
    }

    /// <summary>A method of its own, so that a topic that joins others makes no closure.</summary>
    private void FireAfter(TimeSpan wait, long at, IScheduler scheduler) => scheduler.Advanced.ScheduleOnce(wait, () => Fire(at));

    private void Fire(long at)
    {
        List<IActorRef>? topics;
        lock (_lock) _waiting.Remove(at, out topics);
        var due = new BeatDue(at);
        foreach (var topic in topics ?? []) topic.Tell(due, ActorRefs.NoSender);
    }
}
