using System.Buffers;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>
/// What a relay has of one data set: the rows of the last snapshot and the latest envelope, so that a join is answered at once without a query.
/// Sequences and due times are unix milliseconds on the owner's clock, <c>now</c> is this node's monotonic clock.
/// </summary>
internal sealed class LastFrame(string dataSet)
{
    private FrameHeader? _header;
    private ReadOnlyMemory<byte> _tail;
    private long? _base;
    private string? _baseEpoch;
    private TimeSpan _receivedAt;

    /// <summary>What the owner itself said: the due time of a missed beat is moved on here for the watchers, but a new owner must know that it has passed.</summary>
    private long? _ownersNextDue;

    public string DataSet => dataSet;

    /// <summary>Whether anything came yet.</summary>
    public bool IsEmpty => _header is null;

    /// <summary>What the rows are that whoever watches here has, and how large; null: there are none yet.</summary>
    public (string Epoch, long Base, int RowBytes)? Stand => _base is { } at && _baseEpoch is { } epoch ? (epoch, at, _tail.Length) : null;

    /// <summary>What a new owner is told; null: nothing to tell.</summary>
    public Position? Position =>
        _header is { Epoch: { } epoch, Seq: { } seq } && _ownersNextDue is { } nextDue ? new Position(dataSet, epoch, _base ?? 0, seq, nextDue) : null;

    /// <summary>When the next frame is due on this node's monotonic clock; null: not known.</summary>
    public TimeSpan? NextDue => _header is { NextDue: { } due } header ? _receivedAt + TimeSpan.FromMilliseconds(due - header.Now) : null;

    /// <summary>What those are told who wait for the first frame of any data set.</summary>
    public static ReadOnlySpan<byte> NothingYet(DateTimeOffset now)
    {
        var payload = new ArrayBufferWriter<byte>(256);
        FrameWriter.Write(payload, new FrameHeader(FrameKind.Progress, null, null, null, null, now.ToUnixTimeMilliseconds(), FrameState.Late, Reason: "no data yet"), []);
        return payload.WrittenSpan;
    }

    /// <summary>Takes a frame of the owner. False: it is old, or stands on a snapshot that never came; then <paramref name="gap"/> is set.</summary>
    public bool Take(DataFrame frame, TimeSpan now, out bool gap)
    {
        gap = false;
        if (frame.Header.Seq <= _header?.Seq) return false;
        if (frame.Header.Kind == FrameKind.Snapshot)
        {
            _tail = frame.Tail;
            (_base, _baseEpoch) = (frame.Base, frame.Header.Epoch);
        }
        else if (frame.Base != 0 && frame.Base != _base)
        {
            // Base 0: a new owner that has no result yet. The rows of the one before stay; asking it for a snapshot would be asking for ever.
            gap = true;
            return false;
        }

        (_header, _receivedAt, _ownersNextDue) = (frame.Header, now, frame.Header.NextDue);
        return true;
    }

    /// <summary>What a frame changes, if it applies to the rows that are here: to be asked before the frame is taken.</summary>
    public FrameDelta? Applicable(DataFrame frame) => frame.Delta is { } delta && delta.Base == _base && frame.Header.Epoch == _baseEpoch ? delta : null;

    /// <summary>The payload for somebody who joins now: the last good rows under the latest envelope; null: nothing came yet.</summary>
    public ReadOnlyMemory<byte>? ForJoin(TimeSpan now, out FrameKind kind)
    {
        kind = _base is null ? FrameKind.Progress : FrameKind.Snapshot;
        if (_header is null) return null;
        return Encode(kind == FrameKind.Snapshot ? SnapshotHeader(now) : Latest(now), _base is null ? default : _tail);
    }

    /// <summary>The rows as a frame; null: there are none yet.</summary>
    public DataFrame? Snapshot(TopicKey topic, TimeSpan now) =>
        _base is { } at ? new DataFrame(topic, dataSet, SnapshotHeader(now), at, Encode(SnapshotHeader(now), _tail), _tail.Length) : null;

    /// <summary>The payload for somebody who has the rows already: the latest envelope; null: it came with the rows.</summary>
    public ReadOnlyMemory<byte>? News(TimeSpan now)
    {
        // Not a conditional expression: its null would become empty bytes by way of an array.
        if (_header is null || _header.Seq == _base) return null;
        return Encode(Latest(now) with { Kind = FrameKind.Progress }, default);
    }

    /// <summary>What changed once, under the latest envelope.</summary>
    public ReadOnlyMemory<byte> Encode(PastFrame change, TimeSpan now)
    {
        var payload = new ArrayBufferWriter<byte>(256 + change.Change!.Length);
        change.WriteChange(payload, Latest(now));
        return payload.WrittenMemory;
    }

    /// <summary>The owner is silent past its due time: the progress frame that says so. Its seq is just above the last one, below whatever the owner sends next.</summary>
    public ReadOnlyMemory<byte> Late(TimeSpan now, TimeSpan interval)
    {
        var clock = OwnersClock(now)!.Value;
        var due = _header!.NextDue ?? clock;
        var missed = Math.Max(0, (clock - due) / (long)interval.TotalMilliseconds) + 1;
        _header = _header with
        {
            Kind = FrameKind.Progress,
            MovedGapMs = null,
            Seq = _header.Seq + 1,
            NextDue = due + missed * (long)interval.TotalMilliseconds,
            Now = clock,
            State = FrameState.Late,
            Since = _header.State == FrameState.Late ? _header.Since : due,
            Reason = "no word from the topic's owner",
        };
        _receivedAt = now;
        return Encode(_header, default);
    }

    /// <summary>The owner's clock; null: nothing came yet.</summary>
    public long? OwnersClock(TimeSpan now) => _header?.Now + (long)(now - _receivedAt).TotalMilliseconds;

    private FrameHeader Latest(TimeSpan now) => _header! with { Now = OwnersClock(now)!.Value, MovedGapMs = null };

    /// <summary>The rows keep the epoch and seq that later deltas build on; everything else tells of the latest poll.</summary>
    private FrameHeader SnapshotHeader(TimeSpan now) => Latest(now) with { Kind = FrameKind.Snapshot, Epoch = _baseEpoch, Seq = _base };

    private static ReadOnlyMemory<byte> Encode(FrameHeader header, ReadOnlyMemory<byte> tail)
    {
        var payload = new ArrayBufferWriter<byte>(256 + tail.Length);
        FrameWriter.Write(payload, header, tail.Span);
        return payload.WrittenMemory;
    }
}
