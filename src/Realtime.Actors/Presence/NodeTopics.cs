using System.Collections.Immutable;
using Akka.Cluster;

namespace Realtime.Actors.Presence;

/// <summary>What one node watches of a bucket. Only that node writes it, except that others take it for gone.</summary>
/// <param name="Node">The node's incarnation: one that restarts on the same address is another.</param>
/// <param name="Version">Of two of a node the greater one holds: unix milliseconds, or above the version before.</param>
/// <param name="Topics">Hashes of topics, in order.</param>
internal readonly record struct NodeTopics(UniqueAddress Node, long Version, ImmutableArray<ulong> Topics);
