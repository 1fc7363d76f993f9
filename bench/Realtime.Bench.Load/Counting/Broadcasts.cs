namespace Realtime.Bench.Load.Counting;

/// <summary>What came of each broadcast, by its number.</summary>
internal sealed class Broadcasts
{
    private const int FirstCapacity = 4096;

    private Entry[] _entries = new Entry[FirstCapacity];

    /// <summary>How many subscribers each broadcast must come to.</summary>
    public int Expected { get; set; }

    /// <summary>Broadcasts that came to all.</summary>
    public long Complete { get; private set; }

    /// <summary>Notes a delivery. True: it was the last one of this broadcast.</summary>
    /// <param name="n">Its number.</param>
    /// <param name="now">When it came.</param>
    /// <param name="first">When the first one of this broadcast came.</param>
    public bool Note(long n, long now, out long first)
    {
        if (n >= _entries.Length) Array.Resize(ref _entries, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)n + 1));
        ref var entry = ref _entries[n];
        if (entry.Count++ == 0) entry.First = now;
        first = entry.First;
        if (entry.Count != Expected) return false;
        Complete++;
        return true;
    }

    /// <summary>Deliveries that have not come of the first <paramref name="sent"/> broadcasts.</summary>
    public long Missing(long sent)
    {
        var missing = 0L;
        for (var n = 0L; n < sent; n++) missing += Math.Max(0, Expected - (n < _entries.Length ? _entries[n].Count : 0));
        return missing;
    }

    private struct Entry
    {
        public int Count;
        public long First;
    }
}
