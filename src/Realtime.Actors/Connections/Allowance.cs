namespace Realtime.Actors.Connections;

/// <summary>
/// A rate with a burst, for one connection. A bucket of tokens in sixteen bytes: a limiter object of the library takes several hundred, for each of a hundred thousand connections.
/// </summary>
internal struct Allowance
{
    private double _used;
    private long _at;

    /// <summary>Takes one, if there is one left. Until then nothing was used.</summary>
    /// <param name="perSecond">How many come back in a second; zero or less = no limit.</param>
    /// <param name="burst">How many there are after a quiet time.</param>
    /// <param name="now">Monotonic clock.</param>
    public bool TryTake(int perSecond, int burst, TimeSpan now)
    {
        if (perSecond <= 0) return true;
        Return(perSecond, now);
        if (_used + 1 > burst) return false;
        _used++;
        return true;
    }

    /// <summary>Takes one in any case: how long to wait for it; zero = not at all.</summary>
    public TimeSpan Take(int perSecond, int burst, TimeSpan now)
    {
        if (perSecond <= 0) return TimeSpan.Zero;
        Return(perSecond, now);
        _used++;
        return _used <= burst ? TimeSpan.Zero : TimeSpan.FromSeconds((_used - burst) / perSecond);
    }

    private void Return(int perSecond, TimeSpan now)
    {
        _used = Math.Max(0, _used - (now.Ticks - _at) * (double)perSecond / TimeSpan.TicksPerSecond);
        _at = now.Ticks;
    }
}
