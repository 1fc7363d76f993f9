namespace Realtime.Actors.Polling;

/// <summary>The rows of one topic, encoded once as they came from the store. Immutable: compared, kept and sent as they are.</summary>
public sealed class ResultRows
{
    /// <summary>No rows.</summary>
    public static readonly ResultRows Empty = new(default, [], []);

    private readonly int[] _ends;
    private readonly long[] _times;

    internal ResultRows(ReadOnlyMemory<byte> json, int[] ends, long[] times)
    {
        Json = json;
        _ends = ends;
        _times = times;
    }

    /// <summary>JSON arrays with commas between them, without the outer brackets.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _ends.Length;

    /// <summary>Time of the last point in unix milliseconds; null for tables and when there are no rows.</summary>
    public long? LastTime => _times.Length == 0 ? null : _times[^1];

    /// <summary>The JSON array of one row.</summary>
    public ReadOnlySpan<byte> Row(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1] + 1;
        return Json.Span[start.._ends[index]];
    }

    /// <summary>Time of one point in unix milliseconds. Only for data sets with a time column.</summary>
    public long Time(int index) => _times[index];
}
