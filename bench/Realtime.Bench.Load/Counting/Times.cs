using HdrHistogram;

namespace Realtime.Bench.Load.Counting;

/// <summary>Times of one kind, kept in microseconds with three digits.</summary>
internal sealed class Times
{
    /// <summary>A minute: whatever takes longer counts as that.</summary>
    private const long Longest = 60_000_000;

    private readonly LongHistogram _histogram = new(1, Longest, 3);

    public long Count => _histogram.TotalCount;

    /// <summary>The middle one; zero: there is none.</summary>
    public long Median => At(50);

    /// <summary>99 of 100 are shorter.</summary>
    public long Tail => At(99);

    public void Add(long nanoseconds) => _histogram.RecordValue(Math.Clamp(nanoseconds / 1000, 1, Longest));

    public void Reset() => _histogram.Reset();

    private long At(double percentile) => Count == 0 ? 0 : _histogram.GetValueAtPercentile(percentile);
}
