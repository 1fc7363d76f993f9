using Akka.Actor;

namespace Realtime.Actors.Connections;

/// <summary>One open WebSocket as its node keeps watch over it: heard of lately, and reading what it is sent?</summary>
internal sealed class Connection(long number, ISocketCarrier carrier, Outbox outbox, Peer? peer, Grant grant, DateTimeOffset since)
{
    private TimeSpan _lastHeard;
    private TimeSpan _lastTaken;
    private long _takenThen;

    /// <summary>The how-manieth of its node: what operators call it by.</summary>
    public long Number => number;

    /// <summary>Who is at the other end; null: not told.</summary>
    public Peer? Peer => peer;

    /// <summary>What its client may do; written by its actor alone, as a token replaces another.</summary>
    public Grant Grant { get; set; } = grant;

    /// <summary>The end of a token that its client was told of; null: of none.</summary>
    public DateTimeOffset? ToldOfEnd { get; set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset Since => since;

    /// <summary>Topics joined; written by its actor alone.</summary>
    public int Topics { get; set; }

    /// <summary>The user its client says it is for; written by its actor alone. Null: it has not said.</summary>
    public string? User { get; set; } = grant.User;

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
