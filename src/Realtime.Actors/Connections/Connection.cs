using Akka.Actor;

namespace Realtime.Actors.Connections;

/// <summary>One open WebSocket as its node keeps watch over it: heard of lately, and reading what it is sent?</summary>
internal sealed class Connection(ISocketCarrier carrier, Outbox outbox)
{
    private TimeSpan _lastHeard;
    private TimeSpan _lastTaken;
    private long _takenThen;

    public ISocketCarrier Carrier => carrier;

    public Outbox Outbox => outbox;

    /// <summary>Who speaks for it; set as it opens.</summary>
    public IActorRef Actor { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether it was sent away: because the node stops, or because it was too slow.</summary>
    public bool ToldToGo { get; set; }

    /// <summary>Starts both watches.</summary>
    public void Opened(TimeSpan now) => _lastHeard = _lastTaken = now;

    /// <summary>Whether nothing was heard for <paramref name="timeout"/>.</summary>
    public bool IsSilent(TimeSpan now, TimeSpan timeout)
    {
        if (carrier.TakeHeard()) _lastHeard = now;
        return now - _lastHeard > timeout;
    }

    /// <summary>Whether something waits for the client, and nothing moved for <paramref name="timeout"/>.</summary>
    public bool IsStuck(TimeSpan now, TimeSpan timeout)
    {
        var (busy, taken) = outbox.Progress;
        if (!busy || taken != _takenThen) (_lastTaken, _takenThen) = (now, taken);
        return now - _lastTaken > timeout;
    }
}
