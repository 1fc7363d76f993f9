using HdrHistogram;
using Realtime.Bench.Feed;
using Realtime.Bench.Load.Links;

namespace Realtime.Bench.Load.Counting;

/// <summary>Counts everything that comes; allocates nothing for it.</summary>
internal sealed class Tally
{
    /// <summary>A minute, in microseconds: whatever takes longer counts as that.</summary>
    private const long Longest = 60_000_000;

    private readonly LongHistogram _latency = New();
    private readonly LongHistogram _last = New();
    private readonly LongHistogram _spread = New();
    private long _markedAt = Payload.Now;
    private long _deliveries;
    private long _complete;
    private long _outOfOrder;

    /// <summary>By number.</summary>
    public Broadcasts Broadcasts { get; } = new();

    /// <summary>Counts from here.</summary>
    public void Mark()
    {
        _latency.Reset();
        _last.Reset();
        _spread.Reset();
        (_markedAt, _deliveries, _complete) = (Payload.Now, 0, 0);
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
            Record(_latency, now - sent);
            if (!Broadcasts.Note(n, now, out var first)) continue;
            completes = true;
            if (sent < _markedAt) continue;
            _complete++;
            Record(_last, now - sent);
            Record(_spread, now - first);
        }

        return completes;
    }

    /// <summary>What was counted.</summary>
    /// <param name="sent">Broadcasts in all, if nothing is sent any more; 0: it is not known.</param>
    public LoadReport Report(long sent = 0) => new()
    {
        Seconds = (Payload.Now - _markedAt) / 1e9,
        Deliveries = _deliveries,
        Broadcasts = _complete,
        LatencyMedian = At(_latency, 50),
        LatencyTail = At(_latency, 99),
        LastMedian = At(_last, 50),
        LastTail = At(_last, 99),
        SpreadMedian = At(_spread, 50),
        SpreadTail = At(_spread, 99),
        Missing = Broadcasts.Missing(sent),
        OutOfOrder = _outOfOrder,
    };

    private static LongHistogram New() => new(1, Longest, 3);

    /// <summary>Zero: nothing came.</summary>
    private static long At(LongHistogram of, double percentile) => of.TotalCount == 0 ? 0 : of.GetValueAtPercentile(percentile);

    private static void Record(LongHistogram to, long nanoseconds) => to.RecordValue(Math.Clamp(nanoseconds / 1000, 1, Longest));
}
