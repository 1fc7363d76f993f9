namespace Realtime.Actors.Membership;

/// <summary>More than half. Of two halves neither is one, so two sides of a cut never both are.</summary>
internal static class Majority
{
    public static bool Holds(int part, int whole) => part * 2 > whole;

    /// <summary>Whether this side still sees a majority when the doubted members do not count as seen.</summary>
    public static bool Remains(IEnumerable<MemberView> members, Func<MemberView, bool> doubted)
    {
        var (seen, whole) = (0, 0);
        foreach (var member in members)
        {
            if (!member.Votes) continue;
            whole++;
            if (member.Reachable && !doubted(member)) seen++;
        }

        return Holds(seen, whole);
    }
}
