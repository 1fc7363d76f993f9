namespace Realtime.Actors.Relays;

/// <summary>When a relay has to do something by itself. All times on the node's monotonic clock.</summary>
/// <param name="interval">How often to say that nothing came yet.</param>
/// <param name="turns">Shared by the node's relays. Retries wait for their turn; renewals, and what somebody asked for, do not.</param>
internal sealed class RelayTimes(TimeSpan interval, Turns turns)
{
    /// <summary>A frame may come this much after its due time before the topic is called late.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Somebody who joined is told this soon that there is nothing to show yet.</summary>
    private static readonly TimeSpan FirstSilence = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The lease is renewed this often, jittered by a fifth both ways so that relays do not renew together. Seldom, since a renewal is five messages: an owner that lost
    /// the subscription is found out by the first frame that does not come. What only a renewal heals is who watches, after its last message was lost.
    /// </summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    /// <summary>Slowly: the coordinator may place a topic anew seconds after the first try, and watchers wait for the try after that.</summary>
    private const double RetryGrowth = 1.3;

    /// <summary>The shard coordinator may hear of a removal later than this node; asked before, it names the node that is gone, and the subscription is lost.</summary>
    private static readonly TimeSpan CoordinatorHears = TimeSpan.FromMilliseconds(300);

    private TimeSpan _firstSilence;
    private TimeSpan _silence;
    private TimeSpan _renew;
    private TimeSpan _retryAt;
    private TimeSpan _retry;
    private bool _acknowledged;
    private bool _hasTurn;

    /// <summary>The relay began.</summary>
    public void Started(TimeSpan now) => _silence = _firstSilence = now + FirstSilence;

    /// <summary>Whether those who watch were told by now that nothing came yet: then who joins is told at once.</summary>
    public bool SaidNothingCame(TimeSpan now) => now >= _firstSilence;

    /// <summary>A subscription left. <paramref name="jitter"/>: 0 to 1.</summary>
    public void Subscribed(TimeSpan now, double jitter)
    {
        _retry = _acknowledged || _retry == default ? FirstRetry : Shorter(_retry * RetryGrowth, LongestRetry);
        (_acknowledged, _hasTurn) = (false, false);
        _retryAt = now + _retry;
        _renew = now + Renewal * (0.8 + 0.4 * jitter);
    }

    /// <summary>The owner is gone: the next subscription is due a moment later.</summary>
    public void OwnerGone(TimeSpan now) => RetryAt(now + CoordinatorHears, now);

    /// <summary>A frame is late, or one before it was lost: the owner may have lost the subscription too. One that is not answered yet is tried again anyway.</summary>
    public void FrameMissing(TimeSpan now)
    {
        if (_acknowledged) RetryAt(now, now);
    }

    /// <summary>The owner answered.</summary>
    public void Acknowledged() => _acknowledged = true;

    /// <summary>Whether the owner has answered the last subscription.</summary>
    public bool IsAcknowledged => _acknowledged;

    /// <summary>Whether to subscribe (again) now. A retry that is due takes its turn first.</summary>
    public bool SubscriptionDue(TimeSpan now)
    {
        if (_acknowledged) return now >= _renew;
        if (now >= _retryAt && !_hasTurn) (_retryAt, _hasTurn) = (turns.Take(now), true);
        return now >= _retryAt;
    }

    /// <summary>Whether to say that nothing came yet; then the next time is one interval later.</summary>
    public bool SilenceDue(TimeSpan now)
    {
        if (now < _silence) return false;
        _silence = now + interval;
        return true;
    }

    /// <summary>When to look again.</summary>
    public TimeSpan Next(TimeSpan now, IReadOnlyList<LastFrame> frames)
    {
        var next = _acknowledged ? _renew : _retryAt;
        foreach (var frame in frames)
        {
            next = Shorter(next, frame.IsEmpty ? _silence : frame.NextDue + Grace ?? next);
        }

        return next;
    }

    /// <summary>A turn that lies ahead is kept: given up, it would stay taken, and others would wait for nobody.</summary>
    private void RetryAt(TimeSpan due, TimeSpan now)
    {
        _hasTurn &= _retryAt > now;
        if (!_hasTurn || _retryAt < due) _retryAt = due;
        (_acknowledged, _retry) = (false, default);
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
