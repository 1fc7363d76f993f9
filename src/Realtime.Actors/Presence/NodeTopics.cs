using System.Collections.Immutable;
using Akka.Cluster;

namespace Realtime.Actors.Presence;

/// <summary>What one node watches of a bucket. Only that node writes it, but for its end.</summary>
/// <param name="Node">The node's incarnation: one that restarts on the same address is another.</param>
/// <param name="Version">Of two of a node the greater one holds: unix milliseconds, or just above the version before.</param>
/// <param name="Topics">Hashes of topics, in order.</param>
internal readonly record struct NodeTopics(UniqueAddress Node, long Version, ImmutableArray<ulong> Topics)
{
    /// <summary>The node is gone, for ever: whatever was still on its way from it is older.</summary>
    public static NodeTopics Gone(UniqueAddress node) => new(node, long.MaxValue, []);
}
