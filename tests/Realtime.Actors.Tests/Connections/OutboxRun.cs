using System.Globalization;
using System.Text;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Connections;

/// <summary>One random history of an outbox with two channels, and what must hold at its end.</summary>
internal sealed class OutboxRun
{
    private readonly HeldCarrier _carrier = new() { Holds = true };
    private readonly OutboxBudget _budget;
    private readonly Outbox _outbox;
    private readonly Channel[] _channels;
    private readonly bool[] _left = new bool[2];
    private readonly Dictionary<(int Channel, int DataSet), int> _lastSnapshot = [];
    private int _number;

    public OutboxRun(int maxCount, int maxBytes, int ofNode)
    {
        _budget = new OutboxBudget(ofNode);
        _outbox = new Outbox(_carrier, new OutboxLimits { Bytes = maxBytes, Count = maxCount, Budget = _budget });
        _channels = [Frames.Channel(_carrier, 0, outbox: _outbox), Frames.Channel(_carrier, 1, outbox: _outbox)];
        for (var c = 0; c < 2; c++)
        {
            var channel = c;
            _channels[c].Relay = new RecordingRef(onTell: message => SendKnown(channel, ((ChannelMissedFrames)message).DataSet));
            Reply($"join {channel}");
        }
    }

    public void Play((int What, int Channel, int DataSet)[] steps)
    {
        foreach (var (what, channel, dataSet) in steps)
        {
            // As a join is answered: several at once.
            using var together = what == 0 ? _outbox.SendTogether() : default;
            if (what == 0) Frame(channel, 1 - dataSet, FrameKind.Snapshot);
            if (what <= 3) Frame(channel, dataSet, FrameKind.Snapshot);
            else if (what <= 5 && _lastSnapshot.ContainsKey((channel, dataSet))) Frame(channel, dataSet, FrameKind.Progress);
            else if (what <= 8) _carrier.Complete();
            else Leave(channel);
        }

        Leave(0);
        Leave(1);
        Drain();
        Assert.Equal(0, _budget.Used);
        if (_carrier.Closed is null) Check();
    }

    private void Frame(int channel, int dataSet, FrameKind kind, bool answer = false)
    {
        if (_left[channel]) return;
        if (kind == FrameKind.Snapshot) _lastSnapshot[(channel, dataSet)] = _number + 1;
        _outbox.Send(_channels[channel], Frames.Out($"{kind} {channel} {dataSet} {++_number}", kind, $"set{dataSet}"), answer);
    }

    /// <summary>The relay's answer to an outbox that has room again.</summary>
    private void SendKnown(int channel, string dataSet) => Frame(channel, dataSet[^1] - '0', FrameKind.Snapshot, answer: true);

    private void Leave(int channel)
    {
        if (_left[channel]) return;
        // What a client missed before it leaves is nothing to it.
        Drain();
        _left[channel] = true;
        Reply($"close {channel}");
    }

    private void Drain()
    {
        var sends = 0;
        while (_carrier.Complete()) Assert.True(++sends < 1_000, "what was missed is sent again and again");
    }

    private void Reply(string text) => _outbox.Send(Encoding.UTF8.GetBytes(text));

    private void Check()
    {
        var sent = _carrier.Sent.ToList();
        for (var channel = 0; channel < 2; channel++)
        {
            var frames = sent.Select((text, at) => (Words: text.Split(' '), at)).Where(m => m.Words.Length == 4 && m.Words[1] == $"{channel}").ToList();
            var (join, close) = (sent.IndexOf($"join {channel}"), sent.IndexOf($"close {channel}"));
            Assert.True(join >= 0 && close >= 0, "a reply was lost");
            Assert.All(frames, frame => Assert.InRange(frame.at, join + 1, close - 1));
            foreach (var ofDataSet in frames.GroupBy(frame => int.Parse(frame.Words[2], CultureInfo.InvariantCulture)))
            {
                var numbers = ofDataSet.Select(frame => int.Parse(frame.Words[3], CultureInfo.InvariantCulture)).ToList();
                Assert.Equal(numbers.Order(), numbers);
            }

            foreach (var ((_, dataSet), number) in _lastSnapshot.Where(last => last.Key.Channel == channel))
            {
                Assert.Contains($"Snapshot {channel} {dataSet} {number}", sent);
            }
        }
    }
}
