using System.Collections.Immutable;

namespace Realtime.Actors.Zombies;

/// <summary>Cuts a node's answer into messages of bounded size: heartbeats share the connection and must not wait behind one large message.</summary>
internal static class CensusParts
{
    /// <summary>8 bytes each: 240 KB in one message, which stays below 256 KB. A node with more answers in several.</summary>
    public const int TopicsPerPart = 30_000;

    /// <summary>The messages that say it; at least one.</summary>
    public static IEnumerable<CensusPart> Of(long audit, NodeCensus census)
    {
        var (running, watched) = (census.Running, census.Watched);
        var parts = Math.Max(1, (running.Length + watched.Length + TopicsPerPart - 1) / TopicsPerPart);
        for (var part = 0; part < parts; part++)
        {
            var (from, to) = (part * TopicsPerPart, (part + 1) * TopicsPerPart);
            yield return new CensusPart(
                audit, census.Node, part, parts, Slice(running, from, to), Slice(watched, from - running.Length, to - running.Length));
        }
    }

    private static ImmutableArray<ulong> Slice(ImmutableArray<ulong> topics, int from, int to)
    {
        (from, to) = (Math.Clamp(from, 0, topics.Length), Math.Clamp(to, 0, topics.Length));
        return topics[from..to];
    }
}
