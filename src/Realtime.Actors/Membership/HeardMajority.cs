namespace Realtime.Actors.Membership;

/// <summary>When a majority of the members, this one included, was last known to answer. All times are the monotonic clock's.</summary>
internal sealed class HeardMajority
{
    private readonly Dictionary<long, Peer> _peers = [];

    /// <summary>Whether there is no other member.</summary>
    public bool IsAlone => _peers.Count == 0;

    /// <summary>How many members there are, this one included.</summary>
    public int Members => _peers.Count + 1;

    /// <summary>Takes over the other members' incarnations; who is gone counts no longer.</summary>
    public void Keep(IReadOnlyCollection<long> others, TimeSpan now)
    {
        foreach (var gone in _peers.Keys.Except(others).ToList()) _peers.Remove(gone);
        foreach (var uid in others) _peers.TryAdd(uid, new Peer(now, null));
    }

    /// <summary>A member answered the ping that was sent at <paramref name="sentAt"/>: so long ago it surely lived, whenever the answer came.</summary>
    public void Answered(long uid, TimeSpan sentAt)
    {
        if (_peers.TryGetValue(uid, out var peer) && (peer.Answered is not { } before || sentAt > before)) _peers[uid] = peer with { Answered = sentAt };
    }

    /// <summary>How many members answered a ping sent after <paramref name="since"/>, this one included.</summary>
    public int HeardSince(TimeSpan since) => 1 + _peers.Values.Count(p => p.Answered > since);

    /// <summary>
    /// The latest instant at which a majority lived. <see cref="TimeSpan.MaxValue"/>: this member is one by itself; <see cref="TimeSpan.MinValue"/>: it never did.
    /// A member that is new here and never answered does not count at all for as long as a permit lasts: it may not know this one yet.
    /// </summary>
    public TimeSpan Evidence(TimeSpan now)
    {
        var counted = _peers.Values.Where(p => p.Answered is not null || now - p.Since >= PollPermit.Lasts).ToList();
        var needed = 0;
        while (!Majority.Holds(needed + 1, counted.Count + 1)) needed++;
        return needed == 0 ? TimeSpan.MaxValue : counted.Select(p => p.Answered ?? TimeSpan.MinValue).OrderDescending().ElementAt(needed - 1);
    }

    private readonly record struct Peer(TimeSpan Since, TimeSpan? Answered);
}
