using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Zombies;

/// <summary>What audits say in the log: one line for each kind of finding, however many topics there are.</summary>
internal static partial class ZombieLog
{
    /// <summary>The line of a kind.</summary>
    public static void Found(ILogger log, FindingKind kind, int count, string topics)
    {
        switch (kind)
        {
            case FindingKind.Zombie:
                Zombies(log, count, topics);
                break;
            case FindingKind.Orphan:
                Orphans(log, count, topics);
                break;
            default:
                Doubles(log, count, topics);
                break;
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "{Count} topics run that nobody watches; their nodes are told to stop them: {Topics}")]
    private static partial void Zombies(ILogger log, int count, string topics);

    [LoggerMessage(2202, LogLevel.Warning, "{Count} topics are watched that no node runs; their watchers are told to subscribe again: {Topics}")]
    private static partial void Orphans(ILogger log, int count, string topics);

    [LoggerMessage(2203, LogLevel.Error, "{Count} topics run on two nodes at once, by a bug or a split brain: {Topics}")]
    private static partial void Doubles(ILogger log, int count, string topics);

    [LoggerMessage(2204, LogLevel.Warning, "Audits are partial since now, and judge nothing that depends on these nodes, which do not answer: {Nodes}")]
    public static partial void Partial(ILogger log, string nodes);

    [LoggerMessage(2205, LogLevel.Information, "Audits hear of every node again")]
    public static partial void Complete(ILogger log);
}
