using System.Buffers;
using Realtime.Actors.Polling;
using Realtime.Protocol;

namespace Realtime.Actors.Topics;

/// <summary>
/// What a topic's owner knows of one data set: its beat, its last good result, and the frames that follow from an outcome. It is the single writer of
/// the data set's sequence. All times are unix milliseconds on the store's clock.
/// </summary>
internal sealed class DataSetTrack(TopicKey topic, DataSet dataSet, PollClock clock, string epoch)
{
    private readonly DataSetTempo _tempo = new(clock);
    /// <summary>Result and change travel in one message between nodes, which holds 1 MB (<c>maximum-frame-size</c>): past that it would be dropped.</summary>
    private const int MostTogether = 900_000;

    private long _base;
    private long _lastSent;
    private long _reported;
    private long? _promised;
    private long _lastNextDue;
    private long? _asOf;
    private FrameState _state = FrameState.Live;
    private long? _since;
    private string? _reason;

    public DataSet DataSet => dataSet;

    public PollClock Clock => clock;

    /// <summary>The last good result; null before the first.</summary>
    public PollResult? Result { get; private set; }

    /// <summary>Whether a relay without anything can be told something.</summary>
    public bool HasFrame => _lastSent != 0;

    /// <summary>Where the next incarnation goes on; null: nothing was sent.</summary>
    public Position? Position => HasFrame ? new Position(dataSet.Name, epoch, _base, _lastSent, _lastNextDue) : null;

    /// <summary>A relay has frames up to this one: whatever follows must be above, also what comes of a poll that is under way.</summary>
    public void ContinueFrom(Position position)
    {
        _reported = Math.Max(_reported, position.Seq);
        if (!HasFrame && position.Epoch != epoch) _promised = Math.Max(_promised ?? 0, position.NextDue);
        clock.ContinueFrom(position.Seq);
    }

    /// <summary>The frame that an outcome makes.</summary>
    /// <param name="outcome">What came of a beat.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="jitter">0 to 1, for the back-off of a failure.</param>
    /// <param name="withDelta">Whether somebody takes what changed instead of the whole result.</param>
    public DataFrame Frame(PollOutcome outcome, long now, double jitter, bool withDelta = false)
    {
        var nextDue = outcome.Tick.NextDue;
        switch (outcome)
        {
            case PollChanged changed:
                Succeeded(changed.AsOf, outcome.Pace, now);
                var delta = withDelta && Result is { } before ? ResultDelta.Between(dataSet, before, changed.Result) : null;
                var stoodOn = _base;
                Result = changed.Result;
                _base = NextSeq(outcome.Tick);
                var frame = Encode(FrameKind.Snapshot, _base, clock.NextDue ?? nextDue, now);
                return delta is null ? frame : frame with { Delta = Encode(delta, stoodOn, frame) };
            case PollUnchanged unchanged:
                Succeeded(unchanged.AsOf, outcome.Pace, now);
                break;
            case PollFailed failed:
                _tempo.PollEnded(failed.Pace, now);
                nextDue = clock.Failed(jitter);
                Troubled(FrameState.Failing, failed.Reason, now);
                break;
            case PollSkipped:
                Troubled(FrameState.Slow, "the poll before is still under way", now);
                break;
        }

        return Encode(FrameKind.Progress, NextSeq(outcome.Tick), clock.NextDue ?? nextDue, now);
    }

    /// <summary>
    /// What a relay needs that reports <paramref name="position"/>: nothing, the snapshot as it was sent, or (where that would not be newer than what the relay
    /// has) null with <paramref name="resend"/> set: then everybody gets <see cref="Resent"/>.
    /// </summary>
    public DataFrame? Missing(Position? position, long now, out bool resend)
    {
        resend = false;
        if (!HasFrame) return null;
        if (position is { } has && has.Epoch == epoch && has.Base == _base) return null;
        if (Result is null) return Encode(FrameKind.Progress, _lastSent, clock.NextDue ?? now, now);
        if (position is null || position.Seq < _base) return Encode(FrameKind.Snapshot, _base, clock.NextDue ?? now, now);
        resend = true;
        return null;
    }

    /// <summary>The last good result once more, as a new frame for everybody: heals whatever a node missed.</summary>
    public DataFrame Resent(long now)
    {
        _base = _lastSent = clock.Between();
        return Encode(FrameKind.Snapshot, _base, clock.NextDue ?? now, now);
    }

    /// <summary>Nobody looks at the topic any more (its beats are to be slower by <paramref name="factor"/>), or somebody does again (1).</summary>
    /// <param name="factor">1 = somebody looks.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="told">The frame that names the sooner beat; null: nothing changes before the next poll ends.</param>
    /// <returns>Whether to poll at once: a beat was skipped that somebody would have seen.</returns>
    public bool Look(int factor, long now, out DataFrame? told)
    {
        told = null;
        if (!_tempo.Look(factor, now)) return false;
        if (clock.Skipped(now)) return true;
        if (!HasFrame) return false;
        if (_state == FrameState.Slow) AtTempo(now);
        _lastSent = clock.Between();
        told = Encode(FrameKind.Progress, _lastSent, clock.NextDue ?? now, now);
        return false;
    }

    private void Succeeded(DateTimeOffset asOf, int? pace, long now)
    {
        clock.Succeeded();
        _tempo.PollEnded(pace, now);
        _asOf = asOf.ToUnixTimeMilliseconds();
        AtTempo(now);
    }

    private void AtTempo(long now)
    {
        if (_tempo.Now.Reason is { } reason) Troubled(FrameState.Slow, reason, now);
        else (_state, _since, _reason) = (FrameState.Live, null, null);
    }

    private void Troubled(FrameState state, string reason, long now)
    {
        if (_state != state) _since = now;
        (_state, _reason) = (state, reason);
    }

    /// <summary>A poll that overran its slot reports after the frame of the slot it cost, or after a relay that has more: its seq must still grow.</summary>
    private long NextSeq(PollTick tick) => _lastSent = tick.Seq > Math.Max(_lastSent, _reported) ? tick.Seq : clock.Between();

    /// <summary>Null: the whole result is no larger, or both together would be too large for one message.</summary>
    private static FrameDelta? Encode(RowDelta delta, long stoodOn, DataFrame frame)
    {
        var tail = FrameWriter.DeltaTail(delta.Upsert.Json.Span, delta.Remove.Json.Span);
        var payload = new ArrayBufferWriter<byte>(256 + tail.Length);
        FrameWriter.Write(payload, frame.Header with { Kind = FrameKind.Delta, Base = stoodOn }, tail);
        return payload.WrittenCount < frame.Payload.Length && payload.WrittenCount + frame.Payload.Length <= MostTogether ? new FrameDelta(stoodOn, payload.WrittenMemory, tail.Length) : null;
    }

    private DataFrame Encode(FrameKind kind, long seq, long nextDue, long now)
    {
        _lastNextDue = nextDue;
        var header = new FrameHeader(kind, epoch, seq, nextDue, _asOf, now, _state, _since, _reason, MovedGapMs: seq - _promised is { } gap ? Math.Max(0, gap) : null);
        _promised = null;
        // Made anew for each snapshot: kept, it would double what a result takes.
        var tail = kind == FrameKind.Snapshot ? FrameWriter.SnapshotTail(dataSet.Key, Result!.Columns, Result.Rows.Json.Span, dataSet.TimeColumn) : [];
        var payload = new ArrayBufferWriter<byte>(256 + tail.Length);
        FrameWriter.Write(payload, header, tail);
        return new DataFrame(topic, dataSet.Name, header, _base, payload.WrittenMemory, tail.Length);
    }
}
