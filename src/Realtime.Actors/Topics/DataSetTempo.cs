using Realtime.Actors.Polling;

namespace Realtime.Actors.Topics;

/// <summary>Keeps the clock of one data set of a topic at the tempo that the store's answers and the watchers' attention ask for.</summary>
internal sealed class DataSetTempo(PollClock clock)
{
    private int _overload = 1;
    private int _unseen = 1;

    /// <summary>How often it is polled by now, and why.</summary>
    public Tempo Now { get; private set; } = Tempo.Full;

    /// <summary>A poll came to an end: the frame that tells of it names the next beat at the tempo of now.</summary>
    /// <param name="pace">What the store's answers ask for; null = nothing new.</param>
    /// <param name="now">The store's clock.</param>
    public void PollEnded(int? pace, long now)
    {
        _overload = pace ?? _overload;
        Apply(now);
    }

    /// <summary>
    /// Nobody looks (slower by <paramref name="factor"/>), or somebody does (1). Slower holds from the next poll's end on, since the beat before it was announced;
    /// faster holds at once.
    /// </summary>
    /// <returns>Whether the tempo is another one already.</returns>
    public bool Look(int factor, long now)
    {
        var (faster, before) = (factor < _unseen, Now);
        _unseen = factor;
        if (faster) Apply(now);
        return Now != before;
    }

    private void Apply(long now)
    {
        Now = Tempo.Of(clock.Interval, _overload, _unseen);
        clock.Use(Now.Every, now);
    }
}
