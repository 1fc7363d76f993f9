namespace Realtime.Actors.Metrics;

/// <summary>How many there are now. Kept whether or not anybody listens: whoever begins to must not start at zero.</summary>
internal sealed class Level
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    /// <summary>So many more; negative: fewer.</summary>
    public void Add(long count) => Interlocked.Add(ref _value, count);
}
