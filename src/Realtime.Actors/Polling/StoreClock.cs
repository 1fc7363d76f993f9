using Akka.Actor;

namespace Realtime.Actors.Polling;

/// <summary>The store's clock as this node knows it: slots and frames of all nodes follow one clock, whatever their own clocks say. Thread-safe.</summary>
public sealed class StoreClock
{
    /// <summary>How fast an old measurement loses its worth: clocks drift by less than this per second.</summary>
    private const double DriftMsPerSecond = 0.5;

    private readonly Lock _gate = new();
    private double _offsetMs;
    private double _uncertaintyMs = double.PositiveInfinity;
    private DateTimeOffset _measuredAt;

    /// <summary>The store's clock minus this node's, in milliseconds; zero until measured.</summary>
    public double OffsetMs
    {
        get { lock (_gate) return _offsetMs; }
    }

    /// <summary>Unix milliseconds on the store's clock.</summary>
    public long Now(ITimeProvider scheduler) => (scheduler.Now + TimeSpan.FromMilliseconds(OffsetMs)).ToUnixTimeMilliseconds();

    /// <summary>Takes in what one round trip told; a trip that took long tells less than a short one before it, until that has aged.</summary>
    /// <param name="sent">This node's clock as the question left.</param>
    /// <param name="received">This node's clock as the answer came.</param>
    /// <param name="store">The store's clock in the answer.</param>
    public void Measured(DateTimeOffset sent, DateTimeOffset received, DateTimeOffset store)
    {
        var uncertainty = Math.Max(0.5, (received - sent).TotalMilliseconds / 2);
        lock (_gate)
        {
            var aged = _uncertaintyMs + (received - _measuredAt).TotalSeconds * DriftMsPerSecond;
            if (uncertainty > aged) return;
            _offsetMs = (store - sent).TotalMilliseconds - uncertainty;
            _uncertaintyMs = uncertainty;
            _measuredAt = received;
        }
    }
}
