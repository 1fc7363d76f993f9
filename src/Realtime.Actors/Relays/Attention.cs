namespace Realtime.Actors.Relays;

/// <summary>
/// What a relay tells the topic's owner of who looks: that somebody does at once, that nobody does only when it has been so for a while. So a tab that flaps costs
/// two subscriptions in that while at most, however many there are. All times on the node's monotonic clock.
/// </summary>
internal sealed class Attention
{
    /// <summary>Switching between two tabs is no loss of attention; and polling goes on for one poll after it anyway.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromSeconds(2);

    /// <summary>What every subscription says: nobody on this node looks.</summary>
    public bool ToldHidden { get; private set; }

    /// <summary>When to look again; null: nothing is to be told.</summary>
    public TimeSpan? Due { get; private set; }

    /// <summary>Whether to subscribe now because what the owner knows is no longer so.</summary>
    /// <param name="allHidden">Whether there are channels, all of them of hidden tabs.</param>
    /// <param name="now">The time.</param>
    public bool Changed(bool allHidden, TimeSpan now)
    {
        if (allHidden == ToldHidden)
        {
            Due = null;
            return false;
        }

        if (allHidden && now < (Due ??= now + Settles)) return false;
        (ToldHidden, Due) = (allHidden, null);
        return true;
    }
}
