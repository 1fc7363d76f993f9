using Akka.Actor;

namespace Realtime.Actors.Polling;

/// <summary>Asks the store for the as-of time once per beat, so that all data sets of a tick tell of the same instant. Thread-safe.</summary>
public sealed class AsOfClock(IDataStore store, StoreClock clock, TimeSpan timeout)
{
    /// <summary>An answer is shared this long: the batches of one beat start within a few milliseconds of each other, phases are at least 250 ms apart.</summary>
    private static readonly TimeSpan Shared = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Task<DateTimeOffset>? _asking;
    private DateTimeOffset _askedAt;

    /// <summary>The instant that a batch starting now tells of.</summary>
    /// <exception cref="StoreException">The store did not answer.</exception>
    public Task<DateTimeOffset> AsOfAsync(ITimeProvider scheduler)
    {
        lock (_gate)
        {
            var now = scheduler.Now;
            if (_asking is null || (_asking.IsCompleted && (!_asking.IsCompletedSuccessfully || now - _askedAt > Shared)))
            {
                _askedAt = now;
                _asking = AskAsync(scheduler);
            }

            return _asking;
        }
    }

    private async Task<DateTimeOffset> AskAsync(ITimeProvider scheduler)
    {
        using var cancel = new CancellationTokenSource(timeout);
        var sent = scheduler.Now;
        try
        {
            var answer = await store.AsOfAsync(cancel.Token).ConfigureAwait(false);
            clock.Measured(sent, scheduler.Now, answer.Clock);
            return answer.AsOf;
        }
        catch (OperationCanceledException e)
        {
            // No topic can be at fault: smaller batches would fail alike.
            throw new StoreException(StoreFailure.Unavailable, "as-of time: no answer in time, cancelled", e);
        }
    }
}
