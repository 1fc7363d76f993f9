namespace Realtime.Actors.Relays;

/// <summary>
/// Paces what many relays of a node want to send in the same moment: each takes the next free one, so that the number of those who wait does not add to the load of an
/// owner that fell behind. A relay that is alone never waits. May be called from any thread.
/// </summary>
/// <param name="perSecond">How many may go in a second.</param>
internal sealed class Turns(int perSecond)
{
    private readonly long _step = TimeSpan.TicksPerSecond / perSecond;
    private long _free;

    /// <summary>Takes the first moment from <paramref name="now"/> on (monotonic clock) that nobody has taken.</summary>
    public TimeSpan Take(TimeSpan now)
    {
        while (true)
        {
            var free = Volatile.Read(ref _free);
            var turn = Math.Max(free, now.Ticks);
            if (Interlocked.CompareExchange(ref _free, turn + _step, free) == free) return new TimeSpan(turn);
        }
    }
}
