namespace Realtime.Protocol.Operations;

/// <summary>What a command ends with, and <c>pbm</c> with it.</summary>
public static class OperatorExit
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The command failed; the error stream says why.</summary>
    public const int Failed = 1;

    /// <summary>There is no such command, or it was given what it does not take.</summary>
    public const int Usage = 2;

    /// <summary>No member answers there, or it refused the operator.</summary>
    public const int CannotConnect = 3;

    /// <summary>Some members did not answer in time: what the others said is shown.</summary>
    public const int Partial = 4;

    /// <summary>Nothing was heard in time.</summary>
    public const int TimedOut = 5;

    /// <summary>Stopped by Ctrl-C, as shells count it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
