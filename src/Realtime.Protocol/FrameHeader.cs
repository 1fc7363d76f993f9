namespace Realtime.Protocol;

/// <summary>What a frame brings.</summary>
public enum FrameKind
{
    /// <summary>The complete result: the first data after a join, and whatever follows a gap.</summary>
    Snapshot,

    /// <summary>Changed and removed rows against the snapshot or delta with seq = base.</summary>
    Delta,

    /// <summary>The poll ran and nothing changed, or it did not run: never silence.</summary>
    Progress,
}

/// <summary>How a data set is doing.</summary>
public enum FrameState
{
    /// <summary>Polled on time.</summary>
    Live,

    /// <summary>No fresh result in time; made by a relay whose owner is silent.</summary>
    Late,

    /// <summary>The store did not answer, see the reason; the last good result stays.</summary>
    Failing,

    /// <summary>The interval is lengthened, see the reason.</summary>
    Slow,
}

/// <summary>The envelope of every data frame. All times in unix milliseconds; null = not known yet.</summary>
/// <param name="Kind">What the frame brings.</param>
/// <param name="Epoch">One incarnation of the topic's owner.</param>
/// <param name="Seq">Due time of the poll: the same for all data sets of a topic and tick.</param>
/// <param name="NextDue">Seq of the frame that follows, unless one is skipped.</param>
/// <param name="AsOf">The instant the rows tell of, on the store's clock.</param>
/// <param name="Now">The sender's clock as the frame leaves: clients compute age against it.</param>
/// <param name="State">How the data set is doing.</param>
/// <param name="Since">Since when <paramref name="State"/> is not live.</param>
/// <param name="Reason">Why <paramref name="State"/> is not live.</param>
/// <param name="Base">For a delta: seq of the snapshot or delta it applies to.</param>
/// <param name="MovedGapMs">For the first frame of a new owner: by how many milliseconds it comes later than the owner before had promised; zero: no beat was missed.</param>
public sealed record FrameHeader(
    FrameKind Kind, string? Epoch, long? Seq, long? NextDue, long? AsOf, long Now, FrameState State,
    long? Since = null, string? Reason = null, long? Base = null, long? MovedGapMs = null);
