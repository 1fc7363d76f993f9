using System.Collections.Concurrent;
using System.Diagnostics;

namespace Realtime.Bench.Slow;

/// <summary>When each frame came to each client.</summary>
/// <param name="clients">How many.</param>
internal sealed class Deliveries(int clients)
{
    private readonly ConcurrentDictionary<long, long[]> _times = new();

    /// <summary>Notes that the frame with this seq has come to a client, now.</summary>
    public void Note(long seq, int client) => _times.GetOrAdd(seq, _ => new long[clients])[client] = Stopwatch.GetTimestamp();

    /// <summary>The seqs that are greater than one, in order, of frames that came to all of these clients.</summary>
    public IReadOnlyList<long> Complete(long after, IReadOnlyCollection<int> among) =>
        [.. _times.Where(frame => frame.Key > after && among.All(client => Volatile.Read(ref frame.Value[client]) != 0)).Select(frame => frame.Key).Order()];

    /// <summary>The greatest seq that came to anybody.</summary>
    public long Latest => _times.IsEmpty ? 0 : _times.Keys.Max();

    /// <summary>How many of these frames did not come to a client.</summary>
    public int Missed(IEnumerable<long> seqs, int client) => seqs.Count(seq => _times[seq][client] == 0);

    /// <summary>From a frame's first delivery to that to each of these clients, over all of these frames, the shortest first.</summary>
    public TimeSpan[] Delays(IEnumerable<long> seqs, IReadOnlyCollection<int> among)
    {
        var delays = new List<TimeSpan>();
        foreach (var times in seqs.Select(seq => _times[seq]))
        {
            var first = times.Where(time => time != 0).Min();
            delays.AddRange(among.Select(client => Stopwatch.GetElapsedTime(first, times[client])));
        }

        return [.. delays.Order()];
    }
}
