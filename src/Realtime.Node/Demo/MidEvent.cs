namespace Realtime.Node.Demo;

/// <summary>Begins the demo in the middle of things: runs the model fast up to now, and keeps what the last half hour looked like.</summary>
internal static class MidEvent
{
    /// <summary>An audience as if it had always been there, and rows for the buckets that nobody rolled up.</summary>
    /// <param name="options">Sizes and seed.</param>
    /// <param name="nowMs">Now, in unix milliseconds.</param>
    /// <param name="before">What the store has of an earlier run: counters go on from there.</param>
    public static (Audience Audience, List<TickRow> History) Begin(DemoOptions options, long nowMs, StoredHistory before)
    {
        var first = Math.Max(nowMs - (long)options.History.TotalMilliseconds, (before.WatermarkMs ?? 0) + 1);
        var last = TickRow.BucketOf(nowMs);
        var audience = new Audience(options, nowMs - (long)options.WarmUp.TotalMilliseconds);

        // Counters start with the history and not with the warm-up: else a restart would show an hour of starts in one bucket.
        audience.Advance(Math.Min(first, last));
        for (var property = 0; property < options.Properties; property++)
        {
            audience.Counters[property] = before.Counters.TryGetValue(PropertyNames.All[property], out var known) ? known.Copy() : new PropertyCounters();
        }

        var history = new List<TickRow>();
        for (var bucket = TickRow.BucketOf(first + TickRow.BucketMs - 1); bucket <= last; bucket += TickRow.BucketMs)
        {
            audience.Advance(bucket);
            TickRow.Roll(audience, history);
        }

        audience.Advance(nowMs);
        return (audience, history);
    }
}

/// <summary>What a store has of an earlier run of the demo.</summary>
/// <param name="WatermarkMs">The last complete bucket in unix milliseconds; null = none.</param>
/// <param name="Counters">By property; may lack some or all.</param>
internal sealed record StoredHistory(long? WatermarkMs, IReadOnlyDictionary<string, PropertyCounters> Counters)
{
    /// <summary>Nothing.</summary>
    public static readonly StoredHistory None = new(null, new Dictionary<string, PropertyCounters>());
}
