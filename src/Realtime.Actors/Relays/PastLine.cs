using Realtime.Actors.Topics;

namespace Realtime.Actors.Relays;

/// <summary>
/// The past of one data set: groups of frames, each beginning with a whole result, the others telling what changed. Whole groups leave, so that it always begins
/// with a whole result.
/// </summary>
internal sealed class PastLine(string dataSet)
{
    /// <summary>Most frames in a group: who looks back gets at most this many from before the time it asked for.</summary>
    public const int GroupFrames = 32;

    private List<PastFrame> _frames = [];
    private int _lastKey;
    private int _changeBytes;

    public string DataSet => dataSet;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PastFrame> Frames => _frames;

    public int Bytes { get; private set; }

    /// <summary>Whether a group can leave and one is left.</summary>
    public bool HasSeveralGroups => _lastKey > 0;

    /// <summary>What is to be kept of a frame; a whole result at least where nothing else would do, and where the changes since outweigh one.</summary>
    public PastFrame Of(DataFrame frame)
    {
        var @base = frame.Delta?.Base;
        var change = frame.Delta?.Tail.ToArray();
        var past = new PastFrame(frame.Header, null, @base, change);
        var needsRows = _frames.Count == 0 || !past.Continues(_frames[^1]) || _frames.Count - _lastKey >= GroupFrames || _changeBytes > _frames[_lastKey].Rows!.Length;
        return needsRows ? past with { Rows = frame.Tail.ToArray() } : past;
    }

    /// <summary>Adds what <see cref="Of"/> made.</summary>
    public void Add(PastFrame frame)
    {
        if (frame.Rows is null) _changeBytes += frame.Change!.Length;
        else (_lastKey, _changeBytes) = (_frames.Count, 0);
        _frames.Add(frame);
        Bytes += frame.Bytes;
    }

    /// <summary>Drops the oldest group.</summary>
    /// <returns>The bytes that are free now.</returns>
    public int DropGroup()
    {
        var frames = SecondKey;
        var bytes = _frames.Take(frames).Sum(frame => frame.Bytes);
        _frames.RemoveRange(0, frames);
        _lastKey = Math.Max(0, _lastKey - frames);
        Bytes -= bytes;
        return bytes;
    }

    /// <summary>Whether the oldest group tells nothing of the time after <paramref name="seq"/>, since the next one begins no later.</summary>
    public bool FirstGroupEndsBy(long seq) => HasSeveralGroups && _frames[SecondKey].Seq <= seq;

    /// <summary>The frames after the one with that epoch and seq, each of which tells what changed; null: it is not known, or the changes have a gap.</summary>
    public IReadOnlyList<PastFrame>? After(string epoch, long seq)
    {
        var from = _frames.FindLastIndex(frame => frame.Seq == seq && frame.Header.Epoch == epoch);
        if (from < 0) return null;
        for (var i = from + 1; i < _frames.Count; i++)
        {
            if (!_frames[i].Continues(_frames[i - 1])) return null;
        }

        return _frames[(from + 1)..];
    }

    /// <summary>The part of it from which the rows of <paramref name="seq"/> and of all that follows can be told.</summary>
    public PastLine Since(long seq)
    {
        var part = new PastLine(dataSet) { _frames = [.. _frames], _lastKey = _lastKey, Bytes = Bytes };
        while (part.FirstGroupEndsBy(seq)) part.DropGroup();
        return part;
    }

    private int SecondKey
    {
        get
        {
            var next = _frames.FindIndex(1, frame => frame.Rows is not null);
            return next < 0 ? _frames.Count : next;
        }
    }
}
