using System.Buffers;
using Realtime.Actors.Connections;
using Realtime.Actors.Relays;
using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>Brings what a relay knows of who watches to its channels, each in the way it asked for; what all get is encoded once.</summary>
/// <remarks>
/// To an outbox the list is a data set of its own: a state takes the place of all that waits, diffs stand on what waits before them. So a slow client's are
/// bounded like data, and what it missed is healed by a state.
/// </remarks>
internal sealed class PresenceFrames(JoinedChannels channels)
{
    private const string List = PresencePayload.StateEvent;

    /// <summary>Tells all channels what changed.</summary>
    public void Tell(RosterCopy copy, in RosterNews news)
    {
        if (news.IsNewList)
        {
            var state = State(copy);
            foreach (var channel in channels.All.Where(IsList)) SendState(channel, state);
        }
        else if (!news.Joins.IsEmpty || !news.Leaves.IsEmpty)
        {
            var diff = new ArrayBufferWriter<byte>();
            PresencePayload.Diff(diff, news.Joins, news.Leaves);
            Broadcast(channels.Wrap(PresencePayload.DiffEvent, List, FrameKind.Delta, diff.WrittenSpan), IsList);
        }

        var lists = news.ListCountChanged || (news.IsNewList && copy.HidesSome);
        var counters = news.CountChanged;
        if (lists || counters) Broadcast(Count(copy), channel => IsList(channel) ? lists : counters && IsCount(channel));
    }

    /// <summary>Tells one channel all there is.</summary>
    public void TellAll(Channel channel, RosterCopy copy)
    {
        if (IsList(channel)) SendState(channel, State(copy));
        if (IsCount(channel) || (IsList(channel) && copy.HidesSome)) channel.Outbox.Send(channel, Count(copy));
    }

    /// <summary>Tells one channel all there is of one of the two.</summary>
    public void Answer(Channel channel, RosterCopy copy, string dataSet)
    {
        if (dataSet == List) SendState(channel, State(copy), answer: true);
        else if (dataSet == PresencePayload.CountEvent) channel.Outbox.Send(channel, Count(copy), answer: true);
    }

    private static bool IsList(Channel channel) => channel.Parameters.Presence == PresenceMode.List;

    private static bool IsCount(Channel channel) => channel.Parameters.Presence == PresenceMode.Count;

    private static ReadOnlyMemory<byte> State(RosterCopy copy)
    {
        var state = new ArrayBufferWriter<byte>();
        PresencePayload.State(state, copy.Members);
        return state.WrittenMemory;
    }

    private OutFrame Count(RosterCopy copy)
    {
        var count = new ArrayBufferWriter<byte>(32);
        PresencePayload.Count(count, copy.Watching);
        return channels.Wrap(PresencePayload.CountEvent, PresencePayload.CountEvent, FrameKind.Snapshot, count.WrittenSpan);
    }

    /// <summary>A push with the channel's own join_ref: phoenix.js knows by it that what follows belongs to this join.</summary>
    private static void SendState(Channel channel, ReadOnlyMemory<byte> state, bool answer = false)
    {
        var push = new ArrayBufferWriter<byte>(64 + channel.JoinRef.Length + channel.TopicToken.Length + state.Length);
        MessageWriter.Push(push, channel.JoinRef, channel.TopicToken, PresencePayload.StateEvent, state.Span);
        channel.Outbox.Send(channel, new OutFrame(push.WrittenMemory, List, FrameKind.Snapshot), answer);
    }

    private void Broadcast(OutFrame frame, Func<Channel, bool> wants)
    {
        foreach (var channel in channels.All)
        {
            if (wants(channel)) channel.Outbox.Send(channel, frame);
        }
    }
}
