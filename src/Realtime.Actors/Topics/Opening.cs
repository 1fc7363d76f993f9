using System.Collections.Immutable;

namespace Realtime.Actors.Topics;

/// <summary>
/// When a new owner's first beats may run: at once, unless presence shows that other nodes watch the topic too. Then it ran elsewhere a moment ago, and a beat before
/// their relays have said how far it got would poll once more what was polled.
/// </summary>
internal sealed class Opening(TimeSpan since)
{
    /// <summary>The node's own replica answers within a millisecond; a topic must not wait for one that does not.</summary>
    private static readonly TimeSpan PresenceWithin = TimeSpan.FromMilliseconds(50);

    /// <summary>A relay that heard of the move subscribes at once, one that is asked to needs a round trip. Nodes shown by mistake cost a cold topic this much.</summary>
    private static readonly TimeSpan RelaysWithin = TimeSpan.FromMilliseconds(500);

    /// <summary>How much longer to wait; zero: begin.</summary>
    /// <param name="now">The monotonic clock.</param>
    /// <param name="positionsKnown">Whether a relay has said where the topic goes on.</param>
    /// <param name="present">The nodes that presence shows; null: it has not answered yet.</param>
    /// <param name="subscribed">Whether a node is in the table.</param>
    public TimeSpan Wait(TimeSpan now, bool positionsKnown, ImmutableHashSet<long>? present, Func<long, bool> subscribed)
    {
        if (positionsKnown || present?.All(subscribed) == true) return TimeSpan.Zero;
        var left = since + (present is null ? PresenceWithin : RelaysWithin) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
