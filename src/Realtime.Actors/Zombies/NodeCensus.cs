using System.Collections.Immutable;

namespace Realtime.Actors.Zombies;

/// <summary>What one node said of itself.</summary>
/// <param name="Node">Its incarnation.</param>
/// <param name="Running">Hashes of the topics that run there.</param>
/// <param name="Watched">Hashes of the topics watched there.</param>
internal sealed record NodeCensus(long Node, ImmutableArray<ulong> Running, ImmutableArray<ulong> Watched);
