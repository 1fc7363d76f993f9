namespace Realtime.Actors.Polling;

/// <summary>How often and how hard the store is asked; the same on every node.</summary>
public sealed record PollingSettings
{
    /// <summary>Distance of two polls of a data set: 0.2 s to 1 h, 5 s by default.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Into how many phases the topics of an interval are spread: 1 to 64, 8 by default; fewer are used where a phase would be under 250 ms.</summary>
    public required int Phases { get; init; }

    /// <summary>Topics in one statement at most: 1 to 100,000, 5,000 by default. What is over goes into a further statement.</summary>
    public required int BatchSize { get; init; }

    /// <summary>After this long a statement is cancelled: below the interval and at most 10 s.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Statements of one data set in flight at once on a node: 1 to 64, 2 by default. Topics that failed alone have one lane more.</summary>
    public required int Concurrency { get; init; }

    /// <summary>A question without any answer for this long is taken for lost, and asked anew.</summary>
    internal TimeSpan LostAfter => 3 * Timeout + Interval;

    /// <summary>The timeout of an interval when none is set: four fifths of it, at most 10 s.</summary>
    public static TimeSpan DefaultTimeout(TimeSpan interval) => TimeSpan.FromMilliseconds(Math.Min(10_000, interval.TotalMilliseconds * 0.8));
}
