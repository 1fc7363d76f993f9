namespace Realtime.Actors.Membership;

/// <summary>Whether this node may poll and send now. Asked before each statement and each send, from any thread.</summary>
public interface IPollPermit
{
    /// <summary>False: another node may run this one's topics by now.</summary>
    bool Granted { get; }
}

/// <summary>The permit where no cluster is: always granted.</summary>
public sealed class AlwaysGranted : IPollPermit
{
    /// <summary>The one.</summary>
    public static readonly AlwaysGranted Instance = new();

    /// <inheritdoc/>
    public bool Granted => true;
}
