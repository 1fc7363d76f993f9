namespace Realtime.Actors.Connections;

/// <summary>
/// How many bytes may wait in all outboxes of a node together. A frame that waits in several is counted in each: so no frame needs a count of its own, and
/// what is counted is never less than what is held.
/// </summary>
/// <param name="bytes">The bound; replies may go to twice of it, as in a single outbox.</param>
public sealed class OutboxBudget(long bytes)
{
    private long _used;

    /// <summary>What waits now, in bytes.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>What may still be added, in bytes.</summary>
    public long Free => Math.Max(0, bytes - Used);

    /// <summary>Takes bytes if there are as many below <paramref name="times"/> the bound.</summary>
    public bool TryTake(long count, int times = 1)
    {
        if (Interlocked.Add(ref _used, count) <= times * bytes) return true;
        Interlocked.Add(ref _used, -count);
        return false;
    }

    /// <summary>Takes bytes that are held already, whatever the bound.</summary>
    public void Take(long count) => Interlocked.Add(ref _used, count);

    /// <summary>Gives bytes back.</summary>
    public void Give(long count) => Interlocked.Add(ref _used, -count);
}
