using Realtime.Node.Stores;

namespace Realtime.Node.Demo;

/// <summary>
/// The demo: makes up viewers and writes what their players would write into the chosen store, in real time, beginning mid-event. Runs on one node
/// of a cluster. It only moves the model and its batches; an outage of the store does not end it.
/// </summary>
internal sealed class ViewerSimulator(IViewSink sink, DemoOptions options, TimeProvider time, ILogger<ViewerSimulator> log) : BackgroundService
{
    /// <summary>Past a whole second, in milliseconds: a timer that fires a little early must not miss the bucket that ends there.</summary>
    private const int AfterSecondMs = 5;

    private readonly StoreOutage _outage = new(time, log);
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes into the DuckDB of this process.</summary>
    /// <param name="database">Must outlive the simulator.</param>
    /// <param name="packFolder">The folder of the video pack.</param>
    /// <param name="time">Real time.</param>
    /// <param name="log">Where outages are told.</param>
    /// <exception cref="IOException">The folder lacks a script.</exception>
    public static ViewerSimulator OnDuckDb(DuckDbDatabase database, string packFolder, TimeProvider time, ILogger<ViewerSimulator> log)
    {
        var options = new DemoOptions();
        var sink = new DuckDbViewSink(database.OpenConnection, PackScripts.Read(packFolder, "duckdb"), options.PropertyKeys);
        return new ViewerSimulator(sink, options, time, log);
    }

    /// <summary>Writes to a server that speaks PostgreSQL's wire protocol.</summary>
    /// <param name="connectionString">For Npgsql. Its role must be able to make the pack's tables.</param>
    /// <param name="packFolder">The folder of the video pack.</param>
    /// <param name="time">Real time.</param>
    /// <param name="log">Where outages are told.</param>
    /// <exception cref="IOException">The folder lacks a script.</exception>
    public static ViewerSimulator OnPostgres(string connectionString, string packFolder, TimeProvider time, ILogger<ViewerSimulator> log)
    {
        var options = new DemoOptions();
        var sink = new PostgresViewSink(connectionString, PackScripts.Read(packFolder, "postgres"), options.PropertyKeys);
        return new ViewerSimulator(sink, options, time, log);
    }

    /// <summary>Completes when the first population is written, or could not be: who waits for a first page with numbers waits no longer than that.</summary>
    public Task Tried => _tried.Task;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A node that starts does not wait for the model.
            await Task.Yield();
            var audience = await BeginAsync(stoppingToken);
            await GoOnAsync(audience, stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Whatever a call ended with that was told to stop.
        }
        finally
        {
            await sink.DisposeAsync();
        }
    }

    private async Task<Audience> BeginAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var began = time.GetTimestamp();
                var before = await sink.BeginAsync(stop);
                var (audience, history) = MidEvent.Begin(options, Now, before);
                await sink.BackfillAsync(history, stop);
                await sink.WriteAsync(new ViewBatch([.. audience.Views.All], [], Replace: true, Bucket: null, audience.Counters), stop);
                audience.Views.Forget();
                _outage.Worked();
                _tried.TrySetResult();
                DemoLog.Ready(
                    log, audience.Views.Count, options.Properties, history.Count / options.Properties,
                    (long)time.GetElapsedTime(began).TotalMilliseconds, options.Seed);
                return audience;
            }
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                _tried.TrySetResult();
                await Task.Delay(_outage.Failed(problem), time, stop);
            }
        }
    }

    private async Task GoOnAsync(Audience audience, CancellationToken stop)
    {
        var interval = (long)options.WriteInterval.TotalMilliseconds;
        var lastBucket = TickRow.BucketOf(audience.Now);
        while (true)
        {
            var now = Now;
            var bucket = TickRow.BucketOf(now);

            // A bucket tells of the instant it is named after, so the model stops there; what came after is in the next batch.
            var isDue = bucket > lastBucket;
            audience.Advance(isDue ? bucket : now);
            TimeSpan wait;
            try
            {
                await sink.WriteAsync(BatchOf(audience, isDue ? bucket : null), stop);
                if (isDue) lastBucket = bucket;
                _outage.Worked();
                wait = TimeSpan.FromMilliseconds(interval - (Now % interval) + AfterSecondMs);
            }
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                wait = _outage.Failed(problem);
            }

            // Also after a failure: a whole state follows it, so the record of changes need not grow.
            audience.Views.Forget();
            await Task.Delay(wait, time, stop);
        }
    }

    private ViewBatch BatchOf(Audience audience, long? bucket)
    {
        IReadOnlyList<PropertyCounters> counters = bucket is null ? [] : audience.Counters;
        return _outage.IsOut
            ? new ViewBatch([.. audience.Views.All], [], Replace: true, bucket, counters)
            : new ViewBatch([.. audience.Views.Changed], [.. audience.Views.Ended], Replace: false, bucket, counters);
    }
}
