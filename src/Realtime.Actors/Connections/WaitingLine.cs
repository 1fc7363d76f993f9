using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>
/// The order in which a slow client is served: messages that wait, and behind them the names of data sets whose frames were dropped. Each data set keeps its
/// place: a newer snapshot takes that of the older one, and nothing new overtakes a dropped frame. So whatever a client reads, each data set's turn comes.
/// </summary>
internal sealed class WaitingLine(OutboxLimits limits)
{
    private readonly LinkedList<Entry> _entries = [];
    private readonly OrderedDictionary<(Channel Channel, string DataSet), int> _dropped = [];

    private readonly record struct Entry(ReadOnlyMemory<byte> Bytes, Channel? Channel, OutFrame? Frame);

    /// <summary>Bytes of what waits.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether no message waits; frames may still have been dropped.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsDone => IsEmpty && _dropped.Count == 0;

    /// <summary>Adds a reply. False: too many wait.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> reply)
    {
        if (_entries.Count >= 2 * limits.Count || Bytes + reply.Length > 2L * limits.Bytes || !limits.Budget.TryTake(reply.Length, times: 2)) return false;
        Bytes += reply.Length;
        _entries.AddLast(new Entry(reply, null, null));
        return true;
    }

    /// <summary>Adds a frame, in the place of those it makes obsolete; or drops it and notes its size.</summary>
    /// <param name="channel">Whose frame.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="answer">Whether <see cref="TakeDropped"/> asked for it.</param>
    public void Add(Channel channel, OutFrame frame, bool answer)
    {
        var name = (channel, frame.DataSet);
        if (!answer && _dropped.ContainsKey(name))
        {
            if (frame.Kind == FrameKind.Snapshot) _dropped[name] = frame.Bytes.Length;
            limits.Metrics.FrameDropped();
            return;
        }

        _dropped.Remove(name);
        if (Replace(channel, frame)) return;
        // Progress is small and comes again; as a dropped name it would cost the client a snapshot.
        var turn = answer || frame.Kind == FrameKind.Progress || _dropped.Count == 0;
        if (turn && _entries.Count < limits.Count && TryHold(frame.Bytes.Length)) Append(channel, frame);
        else if (answer && IsEmpty) AppendWhatever(channel, frame);
        else Drop(answer ? 0 : _dropped.Count, name, frame);
    }

    /// <summary>Forgets that frames of this data set were dropped. False: none were.</summary>
    public bool Forget(Channel channel, string dataSet) => _dropped.Remove((channel, dataSet));

    /// <summary>Takes the first message, and those behind it that fit in <paramref name="bytes"/> with it. Whoever takes them gives their bytes back to the budget.</summary>
    public List<ReadOnlyMemory<byte>> Take(int bytes)
    {
        var taken = new List<ReadOnlyMemory<byte>>();
        while (_entries.First is { } node && (taken.Count == 0 || node.ValueRef.Bytes.Length <= bytes))
        {
            var message = node.ValueRef.Bytes;
            taken.Add(message);
            bytes -= message.Length;
            Bytes -= message.Length;
            _entries.RemoveFirst();
        }

        return taken;
    }

    /// <summary>
    /// Takes the names whose turn it is, as far as there is room for their frames: they are to be asked for. At most as many as the client took messages, so
    /// that asking without end needs a client that reads without end.
    /// </summary>
    public List<ChannelMissedFrames> TakeDropped(int most)
    {
        var names = new List<ChannelMissedFrames>();
        var room = Math.Min(limits.Bytes - Bytes, limits.Budget.Free);
        while (names.Count < most && _dropped.Count > 0)
        {
            var ((channel, dataSet), size) = _dropped.GetAt(0);
            var fits = size <= room && _entries.Count + names.Count < limits.Count;
            if (!fits && !(IsEmpty && names.Count == 0)) break;
            room -= size;
            _dropped.RemoveAt(0);
            names.Add(new ChannelMissedFrames(channel, dataSet));
        }

        return names;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        limits.Budget.Give(Bytes);
        Bytes = 0;
        _entries.Clear();
        _dropped.Clear();
    }

    /// <summary>
    /// Latest wins: a snapshot takes the place of the first that waits of its data set and removes the others; progress takes the place of progress only,
    /// since what waits before it may be a snapshot. A delta needs what waits before it. True: there was a place.
    /// </summary>
    private bool Replace(Channel channel, OutFrame frame)
    {
        if (frame.Kind == FrameKind.Delta) return false;
        LinkedListNode<Entry>? place = null;
        for (var node = _entries.Last; node is not null;)
        {
            var (now, before) = (node, node.Previous);
            node = before;
            if (now.ValueRef.Channel != channel || now.ValueRef.Frame!.DataSet != frame.DataSet) continue;
            if (frame.Kind == FrameKind.Progress && now.ValueRef.Frame.Kind != FrameKind.Progress) return false;
            if (place is not null) Remove(place);
            place = now;
            if (frame.Kind == FrameKind.Progress) break;
        }

        if (place is null) return false;
        Release(place.ValueRef);
        if (TryHold(frame.Bytes.Length))
        {
            place.ValueRef = new Entry(frame.Bytes, channel, frame);
            return true;
        }

        _entries.Remove(place);
        Drop(_dropped.Count, (channel, frame.DataSet), frame);
        return true;
    }

    private void Drop(int place, (Channel Channel, string DataSet) name, OutFrame frame)
    {
        _dropped.Insert(place, name, frame.Bytes.Length);
        limits.Metrics.FrameDropped();
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        Release(node.ValueRef);
        _entries.Remove(node);
    }

    private void Release(Entry entry)
    {
        Bytes -= entry.Bytes.Length;
        limits.Budget.Give(entry.Bytes.Length);
    }

    private bool TryHold(int size)
    {
        if (Bytes + size > limits.Bytes || !limits.Budget.TryTake(size)) return false;
        Bytes += size;
        return true;
    }

    private void Append(Channel channel, OutFrame frame) => _entries.AddLast(new Entry(frame.Bytes, channel, frame));

    /// <summary>Past the bounds, which an answer that finds nobody waiting may: else what is larger than they are would never come.</summary>
    private void AppendWhatever(Channel channel, OutFrame frame)
    {
        limits.Budget.Take(frame.Bytes.Length);
        Bytes += frame.Bytes.Length;
        Append(channel, frame);
    }
}
