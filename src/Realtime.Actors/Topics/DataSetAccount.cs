using Realtime.Actors.Polling;

namespace Realtime.Actors.Topics;

/// <summary>What the polls of one data set of a topic came to, and what they cost.</summary>
internal sealed class DataSetAccount(string name)
{
    public string Name => name;

    /// <summary>Polls that ended, skipped beats not among them.</summary>
    public long Polls { get; private set; }

    /// <summary>Of these, without a result.</summary>
    public long Failures { get; private set; }

    /// <summary>Times its poller crashed and began anew.</summary>
    public long Restarts { get; private set; }

    /// <summary>Rows the store gave for it.</summary>
    public long Rows { get; private set; }

    /// <summary>Its share of the time that statements took; topics of a batch share alike.</summary>
    public TimeSpan StoreTime { get; private set; }

    /// <summary>Bytes sent to nodes.</summary>
    public long Bytes { get; private set; }

    /// <summary>When the last poll ended; null: none has.</summary>
    public DateTimeOffset? LastPoll { get; private set; }

    /// <summary>How long that took, from the beat to the result.</summary>
    public TimeSpan LastDuration { get; private set; }

    /// <summary>What came of the last beat: changed, unchanged, skipped, or why there is no result.</summary>
    public string LastOutcome { get; private set; } = "";

    public void Polled(PollOutcome outcome, DateTimeOffset now)
    {
        LastOutcome = outcome switch
        {
            PollChanged => "changed",
            PollUnchanged => "unchanged",
            PollFailed failed => failed.Reason,
            _ => "skipped",
        };
        if (outcome is PollSkipped) return;
        Polls++;
        Rows += outcome.Rows;
        StoreTime += outcome.StoreShare;
        (LastPoll, LastDuration) = (now, outcome.Took);
        if (outcome is not PollFailed broken) return;
        Failures++;
        if (broken.Crashed) Restarts++;
    }

    public void Sent(long bytes) => Bytes += bytes;
}
