namespace Realtime.Actors.Zombies;

/// <summary>What may be wrong with a topic.</summary>
internal enum FindingKind
{
    /// <summary>A node runs it, no node watches it.</summary>
    Zombie,

    /// <summary>A node watches it, no node runs it.</summary>
    Orphan,

    /// <summary>Two nodes run it.</summary>
    Double,
}
