namespace Realtime.Bench.Feed;

/// <summary>Sends one broadcast after the other: the same rule for every server.</summary>
/// <param name="to">The server.</param>
/// <param name="acknowledged">What has arrived.</param>
public sealed class FeedLoop(IBroadcaster to, Acknowledgements acknowledged)
{
    /// <summary>Sent so far, over all orders.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends until it is told to stop.</summary>
    public async Task RunAsync(FeedOrder order, CancellationToken stop)
    {
        await to.PrepareAsync();
        try
        {
            if (order.Rate > 0) await PacedAsync(order, stop);
            else await ClosedAsync(order, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to.
        }
    }

    private async Task ClosedAsync(FeedOrder order, CancellationToken stop)
    {
        while (true)
        {
            await acknowledged.RoomAsync(Sent, order.Window, stop);
            stop.ThrowIfCancellationRequested();
            await SendAsync(Payload.Now, order.Size);
        }
    }

    /// <summary>A broadcast says when it was due: one that leaves late came late.</summary>
    private async Task PacedAsync(FeedOrder order, CancellationToken stop)
    {
        var began = Payload.Now;
        for (var i = 0L; ; i++)
        {
            var due = began + (long)(i * 1e9 / order.Rate);
            while (due - Payload.Now is > 0 and var left) await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left / 1e6)), stop);
            stop.ThrowIfCancellationRequested();
            await SendAsync(due, order.Size);
        }
    }

    private async ValueTask SendAsync(long sent, int size)
    {
        await to.BroadcastAsync(Sent, Payload.Make(Sent, sent, size));
        Sent++;
    }
}
