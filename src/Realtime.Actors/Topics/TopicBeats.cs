using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Metrics;
using Realtime.Actors.Polling;
using Realtime.Actors.Tracing;

namespace Realtime.Actors.Topics;

/// <summary>The beats of one topic: which of its pollers is told to poll when, and what frames come of it. All times are unix milliseconds on the store's clock.</summary>
internal sealed class TopicBeats(ImmutableArray<DataSetTrack> tracks, ImmutableArray<IActorRef> pollers, RealtimeMetrics metrics, TickTraces traces)
{
    /// <summary>How much before its due time a beat may run: a timer fires early by the store's clock, whose offset is measured again and again.</summary>
    private const long BreathMs = 50;

    private readonly bool[] _underWay = new bool[tracks.Length];
    private int _unseen = 1;

    /// <summary>Whether the first beats were given.</summary>
    public bool Started { get; private set; }

    /// <summary>Whether an answer is awaited.</summary>
    public bool UnderWay => _underWay.Contains(true);

    /// <summary>When to look again; null: nothing is planned.</summary>
    public long? NextDue
    {
        get
        {
            long? next = null;
            foreach (var track in tracks) next = track.Clock.NextDue is { } due && !(next < due) ? due : next;
            return next;
        }
    }

    /// <summary>The first beats: at once, except where a topic that ran elsewhere still waits for one that is not due yet.</summary>
    /// <param name="reported">What a relay has of an earlier owner.</param>
    /// <param name="ownerCrashed">That owner crashed: its beat may be lost, so nothing is waited for.</param>
    /// <param name="now">The store's clock.</param>
    public void Start(ImmutableArray<Position> reported, bool ownerCrashed, long now)
    {
        Started = true;
        for (var i = 0; i < tracks.Length; i++)
        {
            var position = reported.FirstOrDefault(p => p.DataSet == tracks[i].DataSet.Name);
            if (position is not null && position.NextDue > now && !ownerCrashed) tracks[i].Clock.WaitUntil(position.NextDue, now);
            else Beat(i, tracks[i].Clock.Begin(now));
        }
    }

    /// <summary>A relay that had not heard of the crash yet subscribed first, and this owner waits for a beat that may be far off.</summary>
    public void BeatWhatNeverRan(long now)
    {
        for (var i = 0; i < tracks.Length; i++)
        {
            if (!tracks[i].HasFrame && !_underWay[i]) Beat(i, tracks[i].Clock.BeginAtOnce(now));
        }
    }

    /// <summary>A failure since may have put a beat off, or the store's clock been set back: then the timer that fired is none of it.</summary>
    public void BeatWhatIsDue(long now)
    {
        for (var i = 0; i < tracks.Length; i++)
        {
            if (tracks[i].Clock.NextDue is not { } due || due > now + BreathMs) continue;
            metrics.BeatBegan(tracks[i].DataSet.Name, now - due);
            Beat(i, tracks[i].Clock.Begin(Math.Max(now, due)), Math.Max(0, now - due));
        }
    }

    /// <summary>Nobody looks any more (the beats are to be slower by <paramref name="factor"/>), or somebody does again (1): then what was skipped is polled at once.</summary>
    /// <returns>Frames that name a sooner beat.</returns>
    public ImmutableArray<DataFrame> Look(int factor, long now)
    {
        if (factor == _unseen) return [];
        _unseen = factor;
        var told = ImmutableArray.CreateBuilder<DataFrame>();
        for (var i = 0; i < tracks.Length; i++)
        {
            if (tracks[i].Look(factor, now, out var frame) && !_underWay[i]) Beat(i, tracks[i].Clock.BeginAtOnce(now));
            if (frame is not null) told.Add(frame);
        }

        return told.ToImmutable();
    }

    /// <summary>The frame that an outcome makes; null: none, or it is of a beat that these clocks never gave (pollers of the supervisor's incarnation before may still speak).</summary>
    /// <param name="poller">Who tells it.</param>
    /// <param name="outcome">What came of a beat.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="withDelta">Whether somebody takes what changed instead of the whole result.</param>
    /// <param name="nodes">How many nodes get the frame.</param>
    public DataFrame? Outcome(IActorRef poller, PollOutcome outcome, long now, bool withDelta, int nodes)
    {
        var index = pollers.IndexOf(poller);
        if (index < 0) return null;
        if (outcome is not PollSkipped) _underWay[index] = false;
        // A first poll, made at once, may still be under way when its slot ends: nothing is late yet, and its frame will name the slot after.
        if (outcome is PollSkipped && !tracks[index].HasFrame)
        {
            traces.Ended(index, outcome);
            return null;
        }

        var framing = traces.FrameBegins(index, outcome);
        var frame = tracks[index].Frame(outcome, now, Random.Shared.NextDouble(), withDelta);
        traces.Ended(index, outcome, framing, frame, nodes);
        return frame;
    }

    private void Beat(int index, PollTick tick, long lateMs = 0)
    {
        _underWay[index] = true;
        var last = tracks[index].Result;
        pollers[index].Tell(traces.Began(index, tracks[index].DataSet.Name, tick, lateMs) is { } span ? new TracedPoll(tick, last, span) : new Poll(tick, last));
    }
}
