using System.Buffers;
using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Metrics;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>The channels of one topic on this node: wraps a payload once and hands it to every outbox directly, and says what a single channel is told.</summary>
internal sealed class JoinedChannels
{
    private readonly RealtimeMetrics _metrics;
    private readonly byte[] _topicToken;
    private readonly List<Channel> _channels = [];
    private readonly FanOut _fanOut;
    private int _hidden;

    /// <param name="key">Topic.</param>
    /// <param name="metrics">Is told of channels and of what they get.</param>
    public JoinedChannels(TopicKey key, RealtimeMetrics metrics)
    {
        (_metrics, _topicToken) = (metrics, MessageWriter.Token(key.Topic));
        _fanOut = new FanOut(Wrap);
    }

    public int Count => _channels.Count;

    public IReadOnlyList<Channel> All => _channels;

    /// <summary>Whether there are channels, all of them of hidden tabs.</summary>
    public bool AllHidden => _hidden > 0 && _hidden == _channels.Count;

    /// <summary>From here on it gets broadcasts.</summary>
    public void Add(Channel channel)
    {
        channel.Index = _channels.Count;
        _channels.Add(channel);
        _metrics.Channels.Add(1);
    }

    /// <summary>From here on it gets none. False: it is not here.</summary>
    public bool Remove(Channel channel)
    {
        if (channel.Index < 0) return false;
        if (channel.IsHidden) _hidden--;
        var moved = _channels[^1];
        _channels[channel.Index] = moved;
        moved.Index = channel.Index;
        _channels.RemoveAt(_channels.Count - 1);
        channel.Index = -1;
        _metrics.Channels.Add(-1);
        return true;
    }

    /// <summary>Its tab is looked at, or not any more. False: it was so before.</summary>
    public bool Look(Channel channel, bool visible)
    {
        if (channel.IsHidden == !visible) return false;
        channel.IsHidden = !visible;
        _hidden += visible ? -1 : 1;
        return true;
    }

    /// <summary>Takes the owner's frame for all. True: it is the first that waits, and <see cref="Flush"/> must follow.</summary>
    public bool Broadcast(DataFrame frame, FrameDelta? delta)
    {
        if (_fanOut.IsFullFor(frame)) Flush();
        var first = _fanOut.IsEmpty;
        _fanOut.Add(frame, delta);
        return first;
    }

    /// <summary>Hands out what waits. Before anything else is sent to any channel, or a channel comes or goes: what waits is of before.</summary>
    public void Flush()
    {
        if (_fanOut.IsEmpty) return;
        var began = _metrics.FanOutBegins;
        _fanOut.To(_channels);
        _metrics.FannedOut(began);
    }

    /// <summary>One frame for all.</summary>
    public void Broadcast(string dataSet, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var frame = Wrap(dataSet, dataSet, kind, payload);
        foreach (var channel in _channels) channel.Outbox.Send(channel, frame);
    }

    /// <summary>One frame for one channel; <paramref name="answer"/>: whether its outbox asked for it.</summary>
    public void Send(Channel channel, string dataSet, FrameKind kind, ReadOnlySpan<byte> payload, bool answer = false) =>
        channel.Outbox.Send(channel, Wrap(dataSet, dataSet, kind, payload), answer);

    /// <summary>Some frames of one data set for one channel.</summary>
    public void Send(Channel channel, string dataSet, ImmutableArray<(FrameKind Kind, ReadOnlyMemory<byte> Payload)> frames)
    {
        foreach (var (kind, payload) in frames) Send(channel, dataSet, kind, payload.Span);
    }

    /// <summary>Tells every channel that it ended, in a way that a rejoin heals.</summary>
    public void EndAllWithError()
    {
        _metrics.Channels.Add(-_channels.Count);
        foreach (var channel in _channels) EndWithError(channel);
    }

    /// <summary>Answers a join.</summary>
    public static void SayWelcome(JoinTopic join)
    {
        Reply(join.Channel, join.Ref, MessageWriter.EmptyObject);
        if (join.Replaces is not null) SendClose(join.Replaces);
    }

    /// <summary>Answers a question of a channel.</summary>
    public static void Reply(Channel channel, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> response)
    {
        var reply = new ArrayBufferWriter<byte>(128 + response.Length);
        MessageWriter.ReplyOk(reply, channel.JoinRef, reference, channel.TopicToken, response);
        Send(channel, reply);
    }

    /// <summary>Tells a channel why its question has no answer.</summary>
    public static void ReplyError(Channel channel, ReadOnlySpan<byte> reference, string reason)
    {
        var reply = new ArrayBufferWriter<byte>(256);
        MessageWriter.ReplyError(reply, channel.JoinRef, reference, channel.TopicToken, reason);
        Send(channel, reply);
    }

    /// <summary>Answers a leave, if anybody waits for it.</summary>
    public static void SayGoodbye(LeaveTopic leave)
    {
        if (leave.Ref is not { } reference) return;
        Reply(leave.Channel, reference, MessageWriter.EmptyObject);
        SendClose(leave.Channel);
    }

    /// <summary>Tells a channel that it ended, in a way that a rejoin heals.</summary>
    public static void EndWithError(Channel channel)
    {
        // The place belongs to this relay's list: the next relay must not remove somebody else's channel by it.
        channel.Index = -1;
        var error = new ArrayBufferWriter<byte>(128);
        MessageWriter.Error(error, channel.JoinRef, channel.TopicToken, "the topic restarts on this node");
        Send(channel, error);
        channel.Connection.Tell(new ChannelEnded(channel));
    }

    /// <summary>A message for any of these channels; in an outbox it belongs with others of <paramref name="dataSet"/>.</summary>
    public OutFrame Wrap(string eventName, string dataSet, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var message = new ArrayBufferWriter<byte>(64 + _topicToken.Length + payload.Length);
        MessageWriter.Broadcast(message, _topicToken, eventName, payload);
        return new OutFrame(message.WrittenMemory, dataSet, kind);
    }

    private static void SendClose(Channel channel)
    {
        var close = new ArrayBufferWriter<byte>(128);
        MessageWriter.Close(close, channel.JoinRef, channel.TopicToken);
        Send(channel, close);
    }

    private static void Send(Channel channel, ArrayBufferWriter<byte> message) => channel.Outbox.Send(message.WrittenMemory);
}
