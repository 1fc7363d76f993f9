using Realtime.Bench.Feed;

namespace Realtime.Bench.Load.Counting;

/// <summary>When frames of the product come to those who watch.</summary>
internal sealed class FrameTimes
{
    private readonly Times _first = new();
    private readonly Times _late = new();

    /// <summary>The first rows came so long after a join.</summary>
    public void First(long nanoseconds) => _first.Add(nanoseconds);

    /// <summary>A frame came so long after it had been promised.</summary>
    public void Frame(long nanoseconds) => _late.Add(nanoseconds);

    /// <summary>Counts from here.</summary>
    public void Mark()
    {
        _first.Reset();
        _late.Reset();
    }

    /// <summary>Adds what was counted to a report.</summary>
    public LoadReport AddTo(LoadReport report) => report with
    {
        FirstFrames = _first.Count, FirstMedian = _first.Median, FirstTail = _first.Tail, Frames = _late.Count, LateMedian = _late.Median, LateTail = _late.Tail,
    };
}
