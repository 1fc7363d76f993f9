namespace Realtime.Actors.Metrics;

/// <summary>
/// Counts what goes to all sockets of a node. That happens for each delivery, on all threads at once, so each thread adds in a cache line that it shares with
/// few others, and the sum is made when somebody looks.
/// </summary>
internal sealed class SentTally
{
    /// <summary>More than a node has busy threads, mostly; a power of two.</summary>
    private const int Stripes = 32;

    /// <summary>128 bytes: neighbours are fetched together.</summary>
    private const int Stride = 16;

    private readonly long[] _cells = new long[(Stripes + 1) * Stride];

    public long Frames => Sum(0);

    public long Bytes => Sum(1);

    public void Add(int frames, long bytes)
    {
        var at = ((Environment.CurrentManagedThreadId & (Stripes - 1)) + 1) * Stride;
        Interlocked.Add(ref _cells[at], frames);
        Interlocked.Add(ref _cells[at + 1], bytes);
    }

    private long Sum(int of)
    {
        var sum = 0L;
        for (var at = Stride + of; at < _cells.Length; at += Stride) sum += Interlocked.Read(ref _cells[at]);
        return sum;
    }
}
