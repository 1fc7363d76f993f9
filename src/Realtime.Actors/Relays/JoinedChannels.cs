using System.Buffers;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>The channels of one topic on this node: wraps a payload once and hands it to every outbox directly, and says what a single channel is told.</summary>
internal sealed class JoinedChannels(TopicKey key)
{
    private readonly byte[] _topicToken = MessageWriter.Token(key.Topic);
    private readonly List<Channel> _channels = [];

    private int _hidden;

    public int Count => _channels.Count;

    /// <summary>Whether there are channels, all of them of hidden tabs.</summary>
    public bool AllHidden => _hidden > 0 && _hidden == _channels.Count;

    /// <summary>From here on it gets broadcasts.</summary>
    public void Add(Channel channel)
    {
        channel.Index = _channels.Count;
        _channels.Add(channel);
    }

    /// <summary>From here on it gets none. Nothing happens to one that is not here.</summary>
    public void Remove(Channel channel)
    {
        if (channel.Index < 0) return;
        if (channel.IsHidden) _hidden--;
        var moved = _channels[^1];
        _channels[channel.Index] = moved;
        moved.Index = channel.Index;
        _channels.RemoveAt(_channels.Count - 1);
        channel.Index = -1;
    }

    /// <summary>Its tab is looked at, or not any more. False: it was so before.</summary>
    public bool Look(Channel channel, bool visible)
    {
        if (channel.IsHidden == !visible) return false;
        channel.IsHidden = !visible;
        _hidden += visible ? -1 : 1;
        return true;
    }

    /// <summary>The owner's frame for all; hidden tabs are told only that there was one, in a frame encoded once for all of them.</summary>
    public void Broadcast(DataFrame data)
    {
        if (_hidden == 0 || data.Header.Kind == FrameKind.Progress)
        {
            Broadcast(data.DataSet, data.Header.Kind, data.Payload.Span);
            return;
        }

        var frame = Wrap(data.DataSet, data.Header.Kind, data.Payload.Span);
        var progress = Wrap(data.DataSet, FrameKind.Progress, Progress(data.Header));
        foreach (var channel in _channels) channel.Outbox.Send(channel, channel.IsHidden ? progress : frame);
    }

    /// <summary>One frame for all.</summary>
    public void Broadcast(string dataSet, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var frame = Wrap(dataSet, kind, payload);
        foreach (var channel in _channels) channel.Outbox.Send(channel, frame);
    }

    /// <summary>One frame for one channel; <paramref name="answer"/>: whether its outbox asked for it.</summary>
    public void Send(Channel channel, string dataSet, FrameKind kind, ReadOnlySpan<byte> payload, bool answer = false) =>
        channel.Outbox.Send(channel, Wrap(dataSet, kind, payload), answer);

    /// <summary>Tells every channel that it ended, in a way that a rejoin heals.</summary>
    public void EndAllWithError()
    {
        foreach (var channel in _channels) EndWithError(channel);
    }

    /// <summary>Answers a join.</summary>
    public static void SayWelcome(JoinTopic join)
    {
        var reply = new ArrayBufferWriter<byte>(128);
        MessageWriter.ReplyOk(reply, join.Channel.JoinRef, join.Ref, join.Channel.TopicToken, MessageWriter.EmptyObject);
        Send(join.Channel, reply);
        if (join.Replaces is not null) SendClose(join.Replaces);
    }

    /// <summary>Answers a push that has nothing to tell.</summary>
    public static void SayOk(Channel channel, ReadOnlySpan<byte> reference)
    {
        var reply = new ArrayBufferWriter<byte>(128);
        MessageWriter.ReplyOk(reply, channel.JoinRef, reference, channel.TopicToken, MessageWriter.EmptyObject);
        Send(channel, reply);
    }

    /// <summary>Answers a leave, if anybody waits for it.</summary>
    public static void SayGoodbye(LeaveTopic leave)
    {
        if (leave.Ref is not { } reference) return;
        SayOk(leave.Channel, reference);
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

    private static ReadOnlySpan<byte> Progress(FrameHeader header)
    {
        var payload = new ArrayBufferWriter<byte>(256);
        FrameWriter.Write(payload, header with { Kind = FrameKind.Progress, Base = null }, []);
        return payload.WrittenSpan;
    }

    private OutFrame Wrap(string dataSet, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var message = new ArrayBufferWriter<byte>(64 + _topicToken.Length + payload.Length);
        MessageWriter.Broadcast(message, _topicToken, dataSet, payload);
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
