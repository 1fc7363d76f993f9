namespace Realtime.Actors.Watchers;

/// <summary>How far presence tells names, and how often it tells anything.</summary>
/// <param name="DiffEvery">Least distance of two messages of a topic about who watches: 500 ms by default, 50 ms to 1 min.</param>
public sealed record PresenceBounds(TimeSpan DiffEvery)
{
    /// <summary>Members (named tabs in the cluster) of the longest list; a longer one becomes a count, so that no topic costs watchers times watchers.</summary>
    public const int MostListed = 200;

    /// <summary>A count becomes a list again below this many: well below the limit, so that it does not flip to and fro.</summary>
    public const int ListedAgainBelow = 150;

    /// <summary>A new owner waits this long for nodes that presence shows and that have not reported: nobody shall be seen to leave who never went.</summary>
    public static readonly TimeSpan GatherFor = TimeSpan.FromSeconds(2);

    /// <summary>Counts a second that browsers of one topic get in all: with more watchers each hears of a new count less often.</summary>
    private const double CountsPerSecond = 4_000;

    private static readonly TimeSpan SlowestCount = TimeSpan.FromSeconds(10);

    /// <summary>Half a second.</summary>
    public static PresenceBounds Default { get; } = new(TimeSpan.FromMilliseconds(500));

    /// <summary>Who only left is told of so late: a page that is loaded again is back by then, and one message tells both.</summary>
    public TimeSpan LeaveAfter => 2 * DiffEvery;

    /// <summary>Least distance of two counts: up to 2,000 watchers that of diffs, 10 s at most.</summary>
    public TimeSpan CountEvery(long watching)
    {
        var paced = TimeSpan.FromSeconds(Math.Min(watching / CountsPerSecond, SlowestCount.TotalSeconds));
        return paced > DiffEvery ? paced : DiffEvery;
    }
}
