using Akka.Actor;
using Realtime.Protocol;

namespace Realtime.Actors.Connections;

/// <summary>
/// What waits to be sent to one client. While the client keeps up nothing waits: a message goes to the socket on the caller's thread. Behind that, the
/// <see cref="WaitingLine"/> keeps the newest of each data set within bounds, and relays are asked for what was dropped as the client reads. Thread-safe; no
/// loop or timer while idle.
/// </summary>
/// <param name="carrier">The socket.</param>
/// <param name="limits">How much may wait.</param>
public sealed class Outbox(ISocketCarrier carrier, OutboxLimits limits)
{
    /// <summary>What is given to the socket at once: one write of it keeps any client busy, and what it holds is too late to be replaced.</summary>
    private const int BatchBytes = 60 << 10;

    private readonly Lock _gate = new();
    private WaitingLine? _line;
    private List<ReadOnlyMemory<byte>>? _gathered;
    private bool _sending;
    private bool _closed;

    /// <summary>Bytes that wait behind what is being sent.</summary>
    public long WaitingBytes
    {
        get { lock (_gate) return _line?.Bytes ?? 0; }
    }

    /// <summary>How far sending got: while <c>Busy</c> and unchanged, the client does not read.</summary>
    public (bool Busy, long Taken) Progress
    {
        get { lock (_gate) return (_sending, carrier.Taken); }
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
            if (_closed || Gather(message)) return true;
            if (_sending && (_line ??= new WaitingLine(limits)).TryAdd(message)) return true;
            if (!_sending) (_sending, fits) = (true, true);
        }

        if (fits) Drain(message);
        else carrier.Close(CloseCodes.TryAgainLater, "too many replies unread");
        return fits;
    }

    /// <summary>Sends a data frame, or puts it in the place of those it makes obsolete, or drops it and asks for another one later.</summary>
    /// <param name="channel">To whom.</param>
    /// <param name="frame">What.</param>
    /// <param name="answer">Whether it answers <see cref="ChannelMissedFrames"/>.</param>
    public void Send(Channel channel, OutFrame frame, bool answer = false)
    {
        if (channel.Withholds(frame.DataSet)) return;
        bool complete;
        lock (_gate)
        {
            if (_closed || Gather(frame.Bytes)) return;
            if (_sending)
            {
                (_line ??= new WaitingLine(limits)).Add(channel, frame, answer);
                return;
            }

            // Nothing waits, but frames before this one were dropped: their turn has not come, or the answer got lost with its relay.
            var dropped = _line?.Forget(channel, frame.DataSet) == true;
            if (_line?.IsDone == true) _line = null;
            _sending = complete = answer || !dropped || frame.Kind == FrameKind.Snapshot;
        }

        if (complete) Drain(frame.Bytes);
        else channel.Relay?.Tell(new ChannelMissedFrames(channel, frame.DataSet));
    }

    /// <summary>Sends several data frames, in one write if the client keeps up; else as if each were sent by itself.</summary>
    public void Send(Channel channel, OutBatch batch)
    {
        var together = false;
        if (batch.Frames.Count > 1 && channel.DataSets is null)
        {
            lock (_gate)
            {
                together = !_closed && !_sending && _line is null;
                if (together) _sending = true;
            }
        }

        if (together) Drain(default, batch);
        else for (var i = 0; i < batch.Frames.Count; i++) Send(channel, batch.Frames[i]);
    }

    /// <summary>What is sent until the end of this goes out together then: many small messages cost one write. For who keeps up; to others it makes no difference.</summary>
    public Together SendTogether()
    {
        lock (_gate)
        {
            if (_closed || _sending || _line is not null) return default;
            (_sending, _gathered) = (true, []);
            return new Together(this);
        }
    }

    /// <summary>Drops what waits; nothing is sent any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _line?.Clear();
            _line = null;
        }
    }

    /// <summary>Runs on the caller's thread as long as the socket takes everything at once, and goes on where the socket completes otherwise.</summary>
    private async void Drain(ReadOnlyMemory<byte> first, OutBatch? several = null)
    {
        if (several is null) await carrier.SendAsync(first).ConfigureAwait(false);
        else await carrier.SendAsync(several.Messages).ConfigureAwait(false);
        var taken = several?.Messages.Count ?? 1;
        limits.Metrics.Sent(taken, several?.Length ?? first.Length);
        await DrainLineAsync(taken).ConfigureAwait(false);
    }

    private async ValueTask DrainLineAsync(int taken)
    {
        for (var batch = Next(taken); batch is not null; batch = Next(batch.Count))
        {
            await carrier.SendAsync(batch).ConfigureAwait(false);
            var bytes = batch.Sum(message => (long)message.Length);
            // What waited counts until the socket took it.
            limits.Budget.Give(bytes);
            limits.Metrics.Sent(batch.Count, bytes);
        }
    }

    private List<ReadOnlyMemory<byte>>? Next(int taken)
    {
        List<ReadOnlyMemory<byte>>? batch = null;
        List<ChannelMissedFrames>? missed;
        lock (_gate)
        {
            if (_line?.IsEmpty == false) batch = _line.Take(BatchBytes);
            missed = _line?.TakeDropped(taken);
            if (_line?.IsDone == true) _line = null;
            _sending = batch is not null;
        }

        if (missed is null) return batch;
        foreach (var ask in missed) ask.Channel.Relay?.Tell(ask);
        return batch;
    }

    /// <summary>False: nothing is gathered now.</summary>
    private bool Gather(ReadOnlyMemory<byte> message)
    {
        _gathered?.Add(message);
        return _gathered is not null;
    }

    private async void DrainGathered()
    {
        List<ReadOnlyMemory<byte>> gathered;
        lock (_gate) (gathered, _gathered) = (_gathered!, null);
        for (var sent = 0; sent < gathered.Count;)
        {
            var (count, bytes) = (1, (long)gathered[sent].Length);
            while (sent + count < gathered.Count && bytes + gathered[sent + count].Length <= BatchBytes) bytes += gathered[sent + count++].Length;
            await carrier.SendAsync(gathered.GetRange(sent, count)).ConfigureAwait(false);
            limits.Metrics.Sent(count, bytes);
            sent += count;
        }

        await DrainLineAsync(gathered.Count).ConfigureAwait(false);
    }

    /// <summary>The end of <see cref="SendTogether"/>.</summary>
    public readonly struct Together(Outbox? outbox) : IDisposable
    {
        /// <summary>Sends what gathered.</summary>
        public void Dispose() => outbox?.DrainGathered();
    }
}
