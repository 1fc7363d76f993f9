namespace Realtime.Bench.Feed;

/// <summary>What the load client counted since it was told to; every time in microseconds.</summary>
public sealed record LoadReport
{
    /// <summary>Why an order could not be carried out; null: it was.</summary>
    public string? Fault { get; init; }

    /// <summary>Connections that are open and have joined.</summary>
    public int Open { get; init; }

    /// <summary>Connections that the server closed, or that broke.</summary>
    public int Lost { get; init; }

    /// <summary>From the mark to the report.</summary>
    public double Seconds { get; init; }

    /// <summary>Payloads that came to a connection.</summary>
    public long Deliveries { get; init; }

    /// <summary>From when a payload was sent (or due) to when a connection had it: median.</summary>
    public double LatencyMedian { get; init; }

    /// <summary>Of the same: 99 of 100 were faster.</summary>
    public double LatencyTail { get; init; }

    /// <summary>From when a payload was sent (or due) to when the last connection had it: median.</summary>
    public double LastMedian { get; init; }

    /// <summary>Of the same: 99 of 100 were faster.</summary>
    public double LastTail { get; init; }

    /// <summary>From the first to the last connection of a broadcast: 99 of 100 were faster.</summary>
    public double SpreadTail { get; init; }

    /// <summary>Deliveries that never came, over all broadcasts from the first on.</summary>
    public long Missing { get; init; }

    /// <summary>Deliveries with a number that the connection had reached before: twice, or in the wrong order.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Connections that got rows since they were told to join.</summary>
    public long FirstFrames { get; init; }

    /// <summary>From a join to the first rows: median.</summary>
    public double FirstMedian { get; init; }

    /// <summary>Of the same: 99 of 100 were faster.</summary>
    public double FirstTail { get; init; }

    /// <summary>Data frames of a topic's owner.</summary>
    public long Frames { get; init; }

    /// <summary>From when the frame before had promised a frame to when it came: median.</summary>
    public double LateMedian { get; init; }

    /// <summary>Of the same: 99 of 100 were less late.</summary>
    public double LateTail { get; init; }

    /// <summary>Connections that joined, left and closed in order.</summary>
    public long Cycles { get; init; }
}
