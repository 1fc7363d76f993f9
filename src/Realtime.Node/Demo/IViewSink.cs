namespace Realtime.Node.Demo;

/// <summary>
/// Where the demo's players write. Touches only rows of the demo's own properties, so a store that holds real views as well keeps them.
/// Not thread-safe: one call at a time. Any call may throw what the store's driver throws; the next call then begins with a new connection.
/// </summary>
internal interface IViewSink : IAsyncDisposable
{
    /// <summary>Applies the pack's schema, forgets the live views of an earlier run, and tells what else there is of it.</summary>
    Task<StoredHistory> BeginAsync(CancellationToken cancel);

    /// <summary>Fills in buckets after the watermark, in rising order, and moves the watermark to the last.</summary>
    Task BackfillAsync(IReadOnlyList<TickRow> history, CancellationToken cancel);

    /// <summary>Writes one batch, in one transaction.</summary>
    Task WriteAsync(ViewBatch batch, CancellationToken cancel);
}

/// <summary>What players wrote since the last batch.</summary>
/// <param name="Views">New and changed views as they are now.</param>
/// <param name="Ended">Views to delete.</param>
/// <param name="Replace">Whether <paramref name="Views"/> are all there are: others of the demo's are stale.</param>
/// <param name="Bucket">The bucket to complete, in unix milliseconds; null = none is due.</param>
/// <param name="Counters">By number of the property. Empty = leave them as they are, which is right between buckets: nobody reads them then.</param>
internal sealed record ViewBatch(IReadOnlyList<View> Views, IReadOnlyList<Guid> Ended, bool Replace, long? Bucket, IReadOnlyList<PropertyCounters> Counters);
