namespace Realtime.Actors.Topics;

/// <summary>The shard region of topics.</summary>
public static class RealtimeRegion
{
    /// <summary>Its name, the same on every node.</summary>
    public const string Name = "topic";
}
