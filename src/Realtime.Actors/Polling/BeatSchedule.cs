namespace Realtime.Actors.Polling;

/// <summary>When a topic's beats are due: a fixed rate on the topic's phase. All times are unix milliseconds on the store's clock.</summary>
/// <param name="IntervalMs">Distance of two beats.</param>
/// <param name="PhaseMs">Where in the interval the topic's beats lie, so that many topics do not all poll at once.</param>
/// <param name="Shift">Which slots are used when not all are: topics of a phase use the same ones, so that they still share statements, and phases different ones.</param>
public readonly record struct BeatSchedule(long IntervalMs, long PhaseMs, long Shift = 0)
{
    /// <summary>Below this a phase would be shorter than the time a batch takes to gather.</summary>
    private const long MinPhaseMs = 250;

    /// <summary>The schedule of a topic's data set.</summary>
    /// <param name="phase">The topic's: zero to <paramref name="phases"/>, exclusive.</param>
    /// <param name="interval">Distance of two beats.</param>
    /// <param name="phases">Phases per interval; fewer are used when one would be under 250 ms.</param>
    public static BeatSchedule For(int phase, TimeSpan interval, int phases)
    {
        var intervalMs = (long)interval.TotalMilliseconds;
        var used = Used(intervalMs, phases);
        return new BeatSchedule(intervalMs, phase % used * intervalMs / used, phase % used);
    }

    /// <summary>The phase that a beat of an earlier owner was due in; the one after, where that owner had others: a slot that began before would be missed.</summary>
    /// <param name="due">When it was due.</param>
    /// <param name="interval">Distance of two beats.</param>
    /// <param name="phases">Phases per interval.</param>
    public static int PhaseOf(long due, TimeSpan interval, int phases)
    {
        var intervalMs = (long)interval.TotalMilliseconds;
        var used = Used(intervalMs, phases);
        return (int)((Math.Max(0, due) % intervalMs * used + intervalMs - 1) / intervalMs % used);
    }

    /// <summary>Number of the slot that <paramref name="now"/> lies in: the tick.</summary>
    public long SlotAt(long now) => (long)Math.Floor((now - PhaseMs) / (double)IntervalMs);

    /// <summary>The first slot after <paramref name="slot"/> that is used when only every so many are.</summary>
    public long SlotAfter(long slot, int every)
    {
        var over = (slot + 1 + Shift) % every;
        return over == 0 ? slot + 1 : slot + 1 + every - over;
    }

    /// <summary>When a slot begins: the due time of its beat.</summary>
    public long DueOf(long slot) => slot * IntervalMs + PhaseMs;

    /// <summary>How many of the phases an interval has room for.</summary>
    public static int Used(TimeSpan interval, int phases) => (int)Used((long)interval.TotalMilliseconds, phases);

    private static long Used(long intervalMs, int phases) => Math.Max(1, Math.Min(phases, intervalMs / MinPhaseMs));
}
