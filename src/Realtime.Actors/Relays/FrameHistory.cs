using System.Collections.Immutable;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Relays;

/// <summary>
/// The changed frames of one topic on this node, kept from when somebody first asks for changes or for the past. Bounded in time and in bytes, alone and with
/// all others of the node; for each data set it begins with a whole result. Sequences are unix milliseconds on the owner's clock.
/// </summary>
internal sealed class FrameHistory
{
    private readonly HistoryBudget _budget;
    private readonly TimeSpan _span;
    private readonly ImmutableArray<PastLine> _lines;
    private long _bytes;

    /// <param name="dataSets">Event names, in the pack's order.</param>
    /// <param name="span">How far back.</param>
    /// <param name="budget">What all histories of the node share.</param>
    public FrameHistory(IEnumerable<string> dataSets, TimeSpan span, HistoryBudget budget)
    {
        (_span, _budget) = (span, budget);
        _lines = [.. dataSets.Select(name => new PastLine(name))];
        budget.Open();
    }

    public long Bytes => _bytes;

    /// <summary>
    /// Keeps a frame that brought a result; one without <see cref="DataFrame.Delta"/> is kept whole. What does not fit makes older groups leave: of data sets with
    /// several the oldest, and else the largest. What would not fit even alone is not kept.
    /// </summary>
    public void Add(DataFrame frame)
    {
        if (_lines.FirstOrDefault(line => line.DataSet == frame.DataSet) is not { } line) return;
        var horizon = frame.Header.Seq!.Value - (long)_span.TotalMilliseconds;
        foreach (var old in _lines)
        {
            while (old.FirstGroupEndsBy(horizon)) Free(old.DropGroup());
        }

        var past = line.Of(frame);
        if (past.Bytes > _budget.PerTopic)
        {
            // Alone it is too large: it costs its own data set the past, not the others.
            while (line.Frames.Count > 0) Free(line.DropGroup());
            return;
        }

        while (_bytes + past.Bytes > _budget.PerTopic || !_budget.TryTake(past.Bytes))
        {
            if (!DropGroup(_lines, out var freed)) return;
            Free(freed);
            past = line.Of(frame);
        }

        _bytes += past.Bytes;
        line.Add(past);
    }

    /// <summary>What somebody lacks who has the frame of that epoch and seq, if all of it is kept as changes up to <paramref name="latest"/>; else null.</summary>
    public IReadOnlyList<PastFrame>? Changes(string dataSet, string epoch, long seq, long latest)
    {
        var frames = _lines.FirstOrDefault(line => line.DataSet == dataSet)?.After(epoch, seq);
        return frames is [.., var last] && last.Seq == latest ? frames : null;
    }

    /// <summary>All that is needed to tell what was shown since <paramref name="seq"/>, in order of seq, the first of each data set a whole result.</summary>
    /// <param name="seq">From when.</param>
    /// <param name="maxBytes">What is more is cut at the far end, in whole groups.</param>
    public ImmutableArray<(string DataSet, PastFrame Frame)> Since(long seq, long maxBytes)
    {
        var lines = _lines.Select(line => line.Since(seq)).ToImmutableArray();
        while (lines.Sum(line => (long)line.Bytes) > maxBytes && DropGroup(lines, out _))
        {
        }

        return [.. lines.SelectMany(line => line.Frames.Select(frame => (line.DataSet, frame))).OrderBy(entry => entry.frame.Seq)];
    }

    /// <summary>It ends: its bytes go back to the node.</summary>
    public void Close()
    {
        Free(_bytes);
        _budget.Close();
    }

    private void Free(long bytes)
    {
        _bytes -= bytes;
        _budget.Return(bytes);
    }

    private static bool DropGroup(ImmutableArray<PastLine> lines, out int freed)
    {
        var line = lines.Where(l => l.HasSeveralGroups).MinBy(l => l.Frames[0].Seq) ?? lines.MaxBy(l => l.Bytes);
        freed = line is { Frames.Count: > 0 } ? line.DropGroup() : 0;
        return freed > 0;
    }
}
