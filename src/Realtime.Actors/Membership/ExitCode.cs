using Akka.Actor;

namespace Realtime.Actors.Membership;

/// <summary>What a member's process ends with, so that whoever supervises it knows whether to start it again.</summary>
public static class ExitCode
{
    /// <summary>Stopped as asked.</summary>
    public const int Stopped = 0;

    /// <summary>The start was refused: settings, pack or address.</summary>
    public const int Refused = 2;

    /// <summary>The other members took it out of the cluster, or it was on the smaller side of a cut: start it again.</summary>
    public const int Downed = 3;

    /// <summary>It never became a member: no seed took it in time.</summary>
    public const int NotJoined = 4;

    /// <summary>The exit code of a process whose actor system has ended.</summary>
    public static int Of(CoordinatedShutdown shutdown) => shutdown.ShutdownReason switch
    {
        CoordinatedShutdown.ClusterDowningReason => Downed,
        CoordinatedShutdown.ClusterJoinUnsuccessfulReason => NotJoined,
        _ => Stopped,
    };
}
