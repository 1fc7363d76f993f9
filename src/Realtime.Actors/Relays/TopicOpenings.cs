namespace Realtime.Actors.Relays;

/// <summary>Counts, for each user, the topics of this node that are watched because that user joined them first.</summary>
internal sealed class TopicOpenings
{
    private readonly Dictionary<string, int> _byUser = new(StringComparer.Ordinal);

    /// <summary>One more, if there may be. Of nobody there may always be.</summary>
    /// <param name="user">Whose; null: nobody's.</param>
    /// <param name="most">0 = no limit.</param>
    public bool TryOpen(string? user, int most)
    {
        if (user is null) return true;
        var open = _byUser.GetValueOrDefault(user);
        if (most > 0 && open >= most) return false;
        _byUser[user] = open + 1;
        return true;
    }

    /// <summary>One less: the topic is not watched here any more.</summary>
    public void Closed(string? user)
    {
        if (user is null || !_byUser.TryGetValue(user, out var open)) return;
        if (open > 1) _byUser[user] = open - 1;
        else _byUser.Remove(user);
    }
}
