using System.Collections.Immutable;
using Realtime.Actors.Connections;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>What a relay has of the past, from when somebody asks for changes or for the past; before that nothing is kept, and no changes are asked for.</summary>
internal sealed class Recollection(TopicKey topic, RelayContext shared)
{
    private readonly TimeSpan _span = shared.Interval * shared.History.Settings.Ticks;
    private FrameHistory? _history;

    /// <summary>Whether the owner shall send what changed beside the whole results.</summary>
    public bool WantsDeltas { get; private set; }

    /// <summary>How far back somebody may ask; zero: nothing is kept.</summary>
    public TimeSpan Span => shared.History.Settings.Keeps ? _span : TimeSpan.Zero;

    /// <summary>Somebody joins. True: what the owner shall send changes by it.</summary>
    public bool Joins(JoinParameters asked, ImmutableArray<LastFrame> last, TimeSpan now) => (asked.Delta || !asked.Resume.IsEmpty) && Begin(asked.Delta, last, now);

    /// <summary>Somebody looks back. True: what the owner shall send changes by it.</summary>
    public bool LooksBack(ImmutableArray<LastFrame> last, TimeSpan now) => Begin(delta: false, last, now);

    /// <summary>A frame that was passed on.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="delta">Its change, if that applies to what was passed on before.</param>
    public void Take(DataFrame frame, FrameDelta? delta)
    {
        if (frame.Header.Kind == FrameKind.Snapshot) _history?.Add(delta is null ? frame with { Delta = null } : frame);
    }

    /// <summary>
    /// What a client lacks that says what it has of a data set; null: the whole result. What it gets is told under the latest envelope, so that nothing of then
    /// looks as if it were now.
    /// </summary>
    public ImmutableArray<(FrameKind Kind, ReadOnlyMemory<byte> Payload)>? Lacks(JoinParameters asked, LastFrame last, TimeSpan now)
    {
        if (last.Stand is not { } stand || asked.Resume.FirstOrDefault(p => p.DataSet == last.DataSet) is not { DataSet: not null } has) return null;
        if ((has.Epoch, has.Seq) == (stand.Epoch, stand.Base)) return last.News(now) is { } news ? [(FrameKind.Progress, news)] : [];
        if (!asked.Delta || _history?.Changes(last.DataSet, has.Epoch, has.Seq, stand.Base) is not { } changes) return null;
        if (changes.Sum(change => change.Bytes) >= stand.RowBytes) return null;
        return [.. changes.Select(change => (FrameKind.Delta, last.Encode(change, now)))];
    }

    /// <summary>What was shown since so long ago, as far as it is kept.</summary>
    public ImmutableArray<(string DataSet, PastFrame Frame)> Since(TimeSpan ago, ImmutableArray<LastFrame> last, TimeSpan now) =>
        last.Max(l => l.OwnersClock(now)) is { } clock ? _history?.Since(clock - (long)ago.TotalMilliseconds, RewindReply.MaxBytes) ?? [] : [];

    /// <summary>Nobody is here any more.</summary>
    public void Close() => _history?.Close();

    /// <summary>It begins with what is shown now: changes from here on have something to stand on.</summary>
    private bool Begin(bool delta, ImmutableArray<LastFrame> last, TimeSpan now)
    {
        if (_history is null && shared.History.Settings.Keeps)
        {
            _history = new FrameHistory(shared.DataSets, _span, shared.History);
            foreach (var frame in last.Select(l => l.Snapshot(topic, now)).OfType<DataFrame>()) _history.Add(frame);
        }

        if (WantsDeltas || (_history is null && !delta)) return false;
        return WantsDeltas = true;
    }
}
