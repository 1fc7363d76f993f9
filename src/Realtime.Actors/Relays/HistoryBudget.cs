namespace Realtime.Actors.Relays;

/// <summary>The bytes that all histories of a node share. Thread-safe: each relay takes for itself.</summary>
internal sealed class HistoryBudget(HistorySettings settings)
{
    private long _used;
    private int _histories;

    public HistorySettings Settings => settings;

    /// <summary>Bytes taken.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>
    /// What one history may hold now. With an eighth left or less nobody gets more than an equal share: those who hold more give way as they change, so that a topic
    /// which begins late is not left without.
    /// </summary>
    public long PerTopic =>
        Used < settings.BytesPerNode / 8 * 7 ? settings.BytesPerTopic : Math.Min(settings.BytesPerTopic, settings.BytesPerNode / Math.Max(1, Volatile.Read(ref _histories)));

    /// <summary>A history begins.</summary>
    public void Open() => Interlocked.Increment(ref _histories);

    /// <summary>A history ends, having returned what it took.</summary>
    public void Close() => Interlocked.Decrement(ref _histories);

    /// <summary>Takes bytes; false: they are not there, nothing was taken.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= settings.BytesPerNode) return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
