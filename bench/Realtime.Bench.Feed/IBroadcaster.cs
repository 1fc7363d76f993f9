namespace Realtime.Bench.Feed;

/// <summary>Hands one payload to every subscriber, in whichever way is measured.</summary>
public interface IBroadcaster
{
    /// <summary>Completes when the server took the payload; what was taken may still be on its way.</summary>
    /// <param name="n">Number of the payload.</param>
    /// <param name="payload">Never written to again.</param>
    ValueTask BroadcastAsync(long n, byte[] payload);

    /// <summary>Called before the first broadcast, when all subscribers are there.</summary>
    ValueTask PrepareAsync() => ValueTask.CompletedTask;
}
