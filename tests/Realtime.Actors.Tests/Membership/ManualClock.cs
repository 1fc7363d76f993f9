using Akka.Actor;

namespace Realtime.Actors.Tests.Membership;

/// <summary>A monotonic clock that goes on only when a test says so.</summary>
internal sealed class ManualClock : ITimeProvider
{
    private long _ticks = TimeSpan.FromHours(1).Ticks;

    public TimeSpan MonotonicClock => new(Volatile.Read(ref _ticks));

    public TimeSpan HighResMonotonicClock => MonotonicClock;

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch + MonotonicClock;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
