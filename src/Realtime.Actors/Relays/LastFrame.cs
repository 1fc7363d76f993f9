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
    private TimeSpan _receivedAt;

    /// <summary>What the owner itself said: the due time of a missed beat is moved on here for the watchers, but a new owner must know that it has passed.</summary>
    private long? _ownersNextDue;

    public string DataSet => dataSet;

    /// <summary>Whether anything came yet.</summary>
    public bool IsEmpty => _header is null;

    /// <summary>What a new owner is told; null: nothing to tell.</summary>
    public Position? Position =>
        _header is { Epoch: { } epoch, Seq: { } seq } && _ownersNextDue is { } nextDue ? new Position(dataSet, epoch, _base ?? 0, seq, nextDue) : null;

    /// <summary>When the next frame is due on this node's monotonic clock; null: not known.</summary>
    public TimeSpan? NextDue => _header is { NextDue: { } due } header ? _receivedAt + TimeSpan.FromMilliseconds(due - header.Now) : null;

    /// <summary>Takes a frame of the owner. False: it is old, or stands on a snapshot that never came; then <paramref name="gap"/> is set.</summary>
    public bool Take(DataFrame frame, TimeSpan now, out bool gap)
    {
        gap = false;
        if (frame.Header.Seq <= _header?.Seq) return false;
        if (frame.Header.Kind == FrameKind.Snapshot)
        {
            _tail = frame.Tail;
            _base = frame.Base;
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

    /// <summary>The payload for somebody who joins now: the last good rows under the latest envelope; null: nothing came yet.</summary>
    public ReadOnlyMemory<byte>? ForJoin(TimeSpan now, out FrameKind kind)
    {
        kind = _base is null ? FrameKind.Progress : FrameKind.Snapshot;
        if (_header is null) return null;
        // The rows keep the seq that later deltas build on; everything else tells of the latest poll.
        return Encode(_header with { Kind = kind, Seq = _base ?? _header.Seq, Now = OwnersClock(now), MovedGapMs = null }, _base is null ? default : _tail);
    }

    /// <summary>The owner is silent past its due time: the progress frame that says so. Its seq is just above the last one, below whatever the owner sends next.</summary>
    public ReadOnlyMemory<byte> Late(TimeSpan now, TimeSpan interval)
    {
        var clock = OwnersClock(now);
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

    private long OwnersClock(TimeSpan now) => _header!.Now + (long)(now - _receivedAt).TotalMilliseconds;

    private static ReadOnlyMemory<byte> Encode(FrameHeader header, ReadOnlyMemory<byte> tail)
    {
        var payload = new ArrayBufferWriter<byte>(256 + tail.Length);
        FrameWriter.Write(payload, header, tail.Span);
        return payload.WrittenMemory;
    }
}
