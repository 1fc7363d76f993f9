namespace Realtime.Actors.Polling;

/// <summary>One beat of one data set.</summary>
/// <param name="Tick">Number of the slot.</param>
/// <param name="Seq">What its frame carries: the slot's due time, or just above the last seq known if that one is taken.</param>
/// <param name="NextDue">Due time of the beat that follows.</param>
public readonly record struct PollTick(long Tick, long Seq, long NextDue);

/// <summary>
/// The beat of one data set of one topic. It lives in the topic's supervisor and so survives restarts of the poller: no drift, no slot twice,
/// and a seq that only grows. All times are unix milliseconds on the store's clock.
/// </summary>
public sealed class PollClock(BeatSchedule schedule)
{
    /// <summary>A failing data set is tried again after this long at the latest (or after one interval, if that is longer).</summary>
    private const long MaxBackOffMs = 10_000;

    private BeatSchedule _schedule = schedule;
    private long _nextSlot = long.MinValue;
    private long? _lastSlot;
    private int _every = 1;
    private int _failures;
    private long _backOff = 1;

    /// <summary>The greatest seq known, own or reported; zero = none.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Distance of two slots.</summary>
    public TimeSpan Interval => TimeSpan.FromMilliseconds(_schedule.IntervalMs);

    /// <summary>When the next beat is due; null before the first.</summary>
    public long? NextDue => _nextSlot == long.MinValue ? null : _schedule.DueOf(_nextSlot);

    /// <summary>Where the beats lie, once it is known; before the first one.</summary>
    public void Place(BeatSchedule schedule) => _schedule = schedule;

    /// <summary>Takes over from an earlier owner: seq goes on above <paramref name="seq"/>.</summary>
    public void ContinueFrom(long seq) => LastSeq = Math.Max(LastSeq, seq);

    /// <summary>
    /// Waits for the first slot that is due at <paramref name="due"/> or later, instead of polling at once; but for one slot at most, since the reason for a later one
    /// (nobody looked, or the store was slow for another node) may have gone.
    /// </summary>
    public void WaitUntil(long due, long now) => _nextSlot = Math.Max(_nextSlot, Math.Min(_schedule.SlotAt(due - 1), _schedule.SlotAt(now)) + 1);

    /// <summary>Whether a slot went by that would have been polled at the pace of now, and the store has not just failed.</summary>
    public bool Skipped(long now) => _lastSlot is { } last && AfterBackOff(last) <= _schedule.SlotAt(now);

    /// <summary>From now on only every so many slots are used: whoever asks for <see cref="NextDue"/> after that is told the slot that will be.</summary>
    public void Use(int every, long now)
    {
        if (every == _every) return;
        _every = every;
        if (_lastSlot is not { } last) return;
        // The slot of now is past: announced, it would be polled late, under another number.
        _nextSlot = Math.Max(AfterBackOff(last), _schedule.SlotAfter(_schedule.SlotAt(now), every));
    }

    /// <summary>The beat to run now: the slot that was planned, or the current one if that lies behind (late beats are not made up for).</summary>
    public PollTick Begin(long now)
    {
        var slot = Math.Max(_nextSlot, _schedule.SlotAt(now));
        _lastSlot = slot;
        _nextSlot = _schedule.SlotAfter(slot, _every);
        LastSeq = Math.Max(_schedule.DueOf(slot), LastSeq + 1);
        return new PollTick(slot, LastSeq, _schedule.DueOf(_nextSlot));
    }

    /// <summary>A beat out of turn, after a crash of the owner before: the current slot, whatever was planned.</summary>
    public PollTick BeginAtOnce(long now)
    {
        _nextSlot = _schedule.SlotAt(now);
        return Begin(now);
    }

    /// <summary>A seq for a frame between two beats.</summary>
    public long Between() => ++LastSeq;

    /// <summary>A poll succeeded: the next failure begins with the shortest back-off again.</summary>
    public void Succeeded() => (_failures, _backOff) = (0, 1);

    /// <summary>
    /// A poll failed: the next beats are skipped, doubling up to ten seconds, jittered by whole slots so that topics that failed together do not return together.
    /// </summary>
    /// <param name="jitter">0 to 1.</param>
    /// <returns>When the next beat is due.</returns>
    public long Failed(double jitter)
    {
        var most = Math.Max(1, MaxBackOffMs / _schedule.IntervalMs);
        var slots = Math.Min(1L << Math.Min(_failures++, 20), most);
        var shortest = (slots + 1) / 2;
        // Each of shortest to slots alike: cut off below the last one, two slots would never be reached (ten seconds at an interval of five).
        _backOff = Math.Min(slots, shortest + (long)((slots - shortest + 1) * Math.Clamp(jitter, 0, 1)));
        if (_lastSlot is { } last) _nextSlot = AfterBackOff(last);
        return _schedule.DueOf(_nextSlot);
    }

    private long AfterBackOff(long last) => _schedule.SlotAfter(last + _backOff - 1, _every);
}
