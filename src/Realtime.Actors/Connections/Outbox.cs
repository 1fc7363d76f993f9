using Akka.Actor;
using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>
/// What waits to be sent to one client, bounded in bytes and count. While the client keeps up nothing waits: a message goes to the socket on the caller's
/// thread. Behind that, the newest frame of a data set replaces the one that waits; when even that is too much, frames are dropped and the channel gets a
/// snapshot from its relay once there is room. Thread-safe; no loop or timer while idle.
/// </summary>
public sealed class Outbox(ISocketCarrier carrier, int maxBytes = Outbox.DefaultMaxBytes, int maxCount = Outbox.DefaultMaxCount)
{
    /// <summary>A dozen large dashboards' snapshots; past it frames are dropped, never replies.</summary>
    public const int DefaultMaxBytes = 4 << 20;

    /// <summary>Four data sets of the 100 topics a connection may join, twice over.</summary>
    public const int DefaultMaxCount = 1024;

    private readonly Lock _gate = new();
    private LinkedList<Entry>? _waiting;
    private HashSet<Channel>? _missed;
    private int _waitingBytes;
    private bool _sending;
    private bool _closed;
    private long _sent;

    private readonly record struct Entry(ReadOnlyMemory<byte> Bytes, Channel? Channel, OutFrame? Frame);

    /// <summary>Bytes that wait behind the message being sent.</summary>
    public int WaitingBytes
    {
        get { lock (_gate) return _waitingBytes; }
    }

    /// <summary>How far sending got: while <c>Busy</c> and unchanged, the client does not read.</summary>
    public (bool Busy, long Sent) Progress
    {
        get { lock (_gate) return (_sending, _sent); }
    }

    /// <summary>
    /// Sends a message that must not be lost: a reply or a close. False: the client was so far behind that it was told to go. Whoever sends, the connection ends
    /// here: a client that misses a reply would wait for it.
    /// </summary>
    public bool Send(ReadOnlyMemory<byte> message)
    {
        var fits = false;
        lock (_gate)
        {
            if (_closed) return true;
            if (_sending && (_waiting is null || (_waiting.Count < 2 * maxCount && _waitingBytes + (long)message.Length <= 2L * maxBytes)))
            {
                Wait(new Entry(message, null, null));
                return true;
            }

            if (!_sending) (_sending, fits) = (true, true);
        }

        if (fits) Drain(message);
        else carrier.Close(CloseCodes.TryAgainLater, "too many replies unread");
        return fits;
    }

    /// <summary>Sends a data frame, or puts it in the place of those it makes obsolete.</summary>
    public void Send(Channel channel, OutFrame frame)
    {
        lock (_gate)
        {
            if (_closed || _missed?.Contains(channel) == true) return;
            if (_sending)
            {
                if (_waiting is not null && Obsolete(channel, frame)) return;
                if (_waiting is not null && (_waiting.Count >= maxCount || _waitingBytes + (long)frame.Bytes.Length > maxBytes)) (_missed ??= []).Add(channel);
                else Wait(new Entry(frame.Bytes, channel, frame));
                return;
            }

            _sending = true;
        }

        Drain(frame.Bytes);
    }

    /// <summary>Drops what waits; nothing is sent any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _waiting = null;
            _missed = null;
            _waitingBytes = 0;
        }
    }

    private void Wait(Entry entry)
    {
        (_waiting ??= []).AddLast(entry);
        _waitingBytes += entry.Bytes.Length;
    }

    /// <summary>
    /// Latest wins: a snapshot removes all that waits of its data set and goes to the end; progress takes the place of progress only, since what waits before
    /// it may be a snapshot. True: the frame found its place.
    /// </summary>
    private bool Obsolete(Channel channel, OutFrame frame)
    {
        // A delta needs what waits before it.
        if (frame.Kind == FrameKind.Delta) return false;
        for (var node = _waiting!.Last; node is not null;)
        {
            var (entry, before) = (node.ValueRef, node.Previous);
            if (entry.Channel == channel && entry.Frame is { } old && old.DataSet == frame.DataSet)
            {
                if (frame.Kind == FrameKind.Progress)
                {
                    if (old.Kind != FrameKind.Progress) return false;
                    _waitingBytes += frame.Bytes.Length - entry.Bytes.Length;
                    node.ValueRef = new Entry(frame.Bytes, channel, frame);
                    return true;
                }

                _waiting.Remove(node);
                _waitingBytes -= entry.Bytes.Length;
            }

            node = before;
        }

        return false;
    }

    /// <summary>Runs on the caller's thread as long as the socket takes everything at once, and goes on where the socket completes otherwise.</summary>
    private async void Drain(ReadOnlyMemory<byte> first)
    {
        for (ReadOnlyMemory<byte>? message = first; message is { } bytes; message = Next()) await carrier.SendAsync(bytes).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte>? Next()
    {
        HashSet<Channel>? missed;
        lock (_gate)
        {
            _sent++;
            if (_waiting?.First is { } node)
            {
                _waiting.RemoveFirst();
                _waitingBytes -= node.ValueRef.Bytes.Length;
                return node.ValueRef.Bytes;
            }

            _sending = false;
            _waiting = null;
            (missed, _missed) = (_missed, null);
        }

        foreach (var channel in missed ?? []) channel.Relay?.Tell(new ChannelMissedFrames(channel));
        return null;
    }
}
