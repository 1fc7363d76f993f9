using System.Collections.Immutable;
using Realtime.Actors.Polling;

namespace Realtime.Node.Stores.Packs;

/// <summary>What came of reading a pack: the pack, or everything that is wrong with it.</summary>
/// <param name="Pack">Null when there are faults.</param>
/// <param name="Faults">One sentence each: what was found and what would be right. Empty when there is a pack.</param>
/// <param name="Folder">Where the pack lies; null when there are faults.</param>
public sealed record PackReading(Pack? Pack, ImmutableArray<string> Faults, string? Folder = null);
