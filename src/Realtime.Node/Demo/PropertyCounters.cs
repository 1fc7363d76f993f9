namespace Realtime.Node.Demo;

/// <summary>What happened at one property since it was first heard of: a row of property_counter. Only ever grows, so any window is one subtraction.</summary>
internal sealed record PropertyCounters
{
    /// <summary>Upper bounds of the startup-time buckets in milliseconds; the last one holds every start.</summary>
    public static readonly int[] StartupBoundsMs = [100, 500, 1_000, 2_000, 5_000, 10_000, 15_000, int.MaxValue];

    /// <summary>A viewer pressed play.</summary>
    public long Attempts { get; set; }

    /// <summary>An error before the first frame.</summary>
    public long StartFailures { get; set; }

    /// <summary>The viewer left before the first frame.</summary>
    public long Exits { get; set; }

    /// <summary>An error after the first frame.</summary>
    public long PlayFailures { get; set; }

    /// <summary>Starts with a startup time of at most each of <see cref="StartupBoundsMs"/>.</summary>
    public long[] StartupLe { get; init; } = new long[StartupBoundsMs.Length];

    /// <summary>Counts a first frame.</summary>
    public void Started(long startupMs)
    {
        for (var i = 0; i < StartupBoundsMs.Length; i++)
        {
            if (startupMs <= StartupBoundsMs[i]) StartupLe[i]++;
        }
    }

    /// <summary>A copy that stays as it is.</summary>
    public PropertyCounters Copy() => this with { StartupLe = [.. StartupLe] };
}
