namespace Realtime.Actors.Polling;

/// <summary>How often and how hard the store is asked; the same on every node.</summary>
public sealed record PollingSettings
{
    /// <summary>How much less often a topic is polled that is open in hidden tabs only: 1 (no less) to 60, 6 by default.</summary>
    public int HiddenFactor { get; init; } = 6;

    /// <summary>The shortest interval a data set may have: below it a poll would be under way all the time.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(0.2);

    /// <summary>The longest: what changes more rarely is no dashboard's.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    /// <summary>Distance of two polls of a data set that does not say its own: 0.2 s to 1 h, 5 s by default.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Into how many phases the topics of an interval are spread at most: 1 to 64, 8 by default. A phase takes a hundred topics before the next one begins, and is 250 ms long at least.</summary>
    public required int Phases { get; init; }

    /// <summary>Topics in one statement at most: 1 to 100,000, 5,000 by default. What is over goes into a further statement.</summary>
    public required int BatchSize { get; init; }

    /// <summary>After this long a statement is cancelled: below the interval and at most 10 s.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Statements of one data set in flight at once on a node: 1 to 64, 2 by default. Topics that failed alone have one lane more.</summary>
    public required int Concurrency { get; init; }

    /// <summary>These settings for one data set: where it has an interval of its own, the timeout is at most the default of that interval.</summary>
    public PollingSettings For(DataSet dataSet)
    {
        if (dataSet.Interval is not { } interval) return this;
        // Whoever left the timeout alone gets the default of each interval; one that was set holds for all, as long as it ends before the next beat.
        var own = DefaultTimeout(interval);
        return this with { Interval = interval, Timeout = Timeout == DefaultTimeout(Interval) || Timeout > own ? own : Timeout };
    }

    /// <summary>The longest a statement of any of these data sets may run.</summary>
    public TimeSpan LongestTimeout(IEnumerable<DataSet> dataSets) => dataSets.Max(dataSet => For(dataSet).Timeout);

    /// <summary>A question without any answer for this long is taken for lost, and asked anew.</summary>
    internal TimeSpan LostAfter => 3 * Timeout + Interval;

    /// <summary>The timeout of an interval when none is set: four fifths of it, at most 10 s.</summary>
    public static TimeSpan DefaultTimeout(TimeSpan interval) => TimeSpan.FromMilliseconds(Math.Min(10_000, interval.TotalMilliseconds * 0.8));
}
