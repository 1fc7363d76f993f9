using Realtime.Bench.Feed;
using Realtime.Bench.Load.Links;

namespace Realtime.Bench.Load.Counting;

/// <summary>Counts everything that comes; allocates nothing for it.</summary>
internal sealed class Tally
{
    private readonly Times _latency = new();
    private readonly Times _last = new();
    private readonly Times _spread = new();
    private long _markedAt = Payload.Now;
    private long _deliveries;
    private long _outOfOrder;

    /// <summary>By number.</summary>
    public Broadcasts Broadcasts { get; } = new();

    /// <summary>Counts from here.</summary>
    public void Mark()
    {
        _latency.Reset();
        _last.Reset();
        _spread.Reset();
        (_markedAt, _deliveries) = (Payload.Now, 0);
    }

    /// <summary>Notes every payload in a message. True: some broadcast is complete by it.</summary>
    public bool Take(Link link, ReadOnlySpan<byte> message, long now)
    {
        var completes = false;
        while (Payload.TryFind(ref message, out var n, out var sent))
        {
            if (n > link.Last) link.Last = n;
            else _outOfOrder++;
            _deliveries++;
            _latency.Add(now - sent);
            if (!Broadcasts.Note(n, now, out var first)) continue;
            completes = true;
            if (sent < _markedAt) continue;
            _last.Add(now - sent);
            _spread.Add(now - first);
        }

        return completes;
    }

    /// <summary>What was counted.</summary>
    /// <param name="sent">Broadcasts in all, if nothing is sent any more; 0: it is not known.</param>
    public LoadReport Report(long sent = 0) => new()
    {
        Seconds = (Payload.Now - _markedAt) / 1e9,
        Deliveries = _deliveries,
        LatencyMedian = _latency.Median,
        LatencyTail = _latency.Tail,
        LastMedian = _last.Median,
        LastTail = _last.Tail,
        SpreadTail = _spread.Tail,
        Missing = Broadcasts.Missing(sent),
        OutOfOrder = _outOfOrder,
    };
}
