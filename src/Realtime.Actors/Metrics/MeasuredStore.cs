using System.Collections.Immutable;
using System.Diagnostics;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Metrics;

/// <summary>A store whose statements are counted and timed.</summary>
/// <param name="store">Where they run.</param>
/// <param name="metrics">Who is told.</param>
internal sealed class MeasuredStore(IDataStore store, RealtimeMetrics metrics) : IDataStore
{
    /// <summary>In the place of a data set; no data set may be called so.</summary>
    public const string AsOf = "as_of";

    public string SystemName => store.SystemName;

    public async Task<StoreTime> AsOfAsync(CancellationToken cancel)
    {
        try
        {
            return await store.AsOfAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            metrics.StatementFailed(AsOf, Failure(e));
            throw;
        }
    }

    public async Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await store.RunAsync(batch, cancel).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            metrics.StatementFailed(batch.DataSet.Name, Failure(e));
            throw;
        }
        finally
        {
            metrics.StatementEnded(batch.DataSet.Name, batch.Keys.Length, Stopwatch.GetElapsedTime(began));
        }
    }

    public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel) => store.TopicsAsync(limit, cancel);

    /// <summary>Statements are cancelled because they take too long; those that a stopping node cancels as well are the last it counts.</summary>
    private static StoreFailure Failure(Exception e) => e switch
    {
        StoreException known => known.Failure,
        OperationCanceledException => StoreFailure.Timeout,
        _ => StoreFailure.Statement,
    };
}
