namespace Realtime.Actors.Relays;

/// <summary>
/// How many of a node's relays wait for the answer of an owner. The more, the later each asks again: owners that cannot keep up would be kept from answering, and
/// from hearing the majority without which they may not answer, by questions alone. Thread-safe.
/// </summary>
internal sealed class Unanswered
{
    /// <summary>So 2,000 relays of a node ask again in a second, however many wait: a tenth of what keeps a core busy.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(0.5);

    private int _count;

    /// <summary>How long to wait before asking again, on average.</summary>
    public TimeSpan Wait => Each * Volatile.Read(ref _count);

    /// <summary>One more waits.</summary>
    public void Add() => Interlocked.Increment(ref _count);

    /// <summary>One has its answer, or is gone.</summary>
    public void Remove() => Interlocked.Decrement(ref _count);
}
