namespace Realtime.Actors.Membership;

/// <summary>What to do about a suspected member.</summary>
internal enum NextStep
{
    /// <summary>Ask its port once more.</summary>
    ProbeAgain,

    /// <summary>Its process is gone.</summary>
    Proven,

    /// <summary>Leave it to the failure detector.</summary>
    GiveUp,
}

/// <summary>
/// How the answers of a member's port become a proof of its death: two refusals in a row. One alone could be a process that is just restarting its
/// transport; anything else is no proof, however often it happens.
/// </summary>
/// <param name="since">When the member was lost, on the monotonic clock.</param>
internal sealed class Suspicion(TimeSpan since)
{
    private const int RefusalsForProof = 2;

    /// <summary>A dying process may close its connections some time before its port (or dump core in between): five answers take 1.5 s.</summary>
    private const int OtherAnswersToGiveUp = 5;

    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan AfterFirstOther = TimeSpan.FromMilliseconds(100);

    private int _refusals;
    private int _others;

    /// <summary>When the member was lost.</summary>
    public TimeSpan Since => since;

    /// <summary>Takes an answer.</summary>
    /// <param name="answer">What the port said.</param>
    /// <param name="after">How long to wait before the next probe, if there is to be one.</param>
    public NextStep Take(ProbeAnswer answer, out TimeSpan after)
    {
        after = TimeSpan.Zero;
        if (answer == ProbeAnswer.Refused)
        {
            if (++_refusals >= RefusalsForProof) return NextStep.Proven;
            after = AfterRefusal;
            return NextStep.ProbeAgain;
        }

        _refusals = 0;
        if (++_others >= OtherAnswersToGiveUp) return NextStep.GiveUp;
        after = AfterFirstOther * (1 << (_others - 1));
        return NextStep.ProbeAgain;
    }
}
