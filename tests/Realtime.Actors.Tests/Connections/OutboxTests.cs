using System.Collections.Frozen;
using System.Text;
using Akka.Actor;
using CsCheck;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Connections;

/// <summary>What one slow client gets. The first message goes to the socket at once; while it holds that one, the others wait.</summary>
public class OutboxTests
{
    private readonly HeldCarrier _carrier = new() { Holds = true };
    private readonly RecordingRef _relay = new();

    [Fact]
    public void While_the_client_keeps_up_nothing_waits()
    {
        var (outbox, channel) = Open();
        _carrier.Holds = false;
        for (var i = 0; i < 5; i++) outbox.Send(channel, Frames.Out($"s{i}", FrameKind.Snapshot));

        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], _carrier.Sent);
        Assert.Equal((false, 5), outbox.Progress);
        Assert.Equal(0, outbox.WaitingBytes);
    }

    [Fact]
    public void Several_frames_at_once_are_one_write_to_who_keeps_up_and_replace_each_other_behind_one_who_does_not()
    {
        var batch = new OutBatch([Frames.Out("s1", FrameKind.Snapshot), Frames.Out("other", FrameKind.Snapshot, "titles"), Frames.Out("s2", FrameKind.Snapshot)]);
        var (outbox, channel) = Open();
        outbox.Send(channel, batch);
        outbox.Send(channel, batch);

        Assert.Equal(["s1", "other", "s2", "s2", "other"], Drained());
        Assert.Equal([3, 2], _carrier.Writes);
    }

    [Fact]
    public void What_is_sent_together_is_one_write_whatever_it_is()
    {
        var (outbox, channel) = Open();
        using (outbox.SendTogether())
        {
            outbox.Send(Bytes("reply"));
            outbox.Send(channel, Frames.Out("s1", FrameKind.Snapshot));
            outbox.Send(channel, Frames.Out("other", FrameKind.Snapshot, "titles"));
            Assert.Empty(_carrier.Sent);
        }

        outbox.Send(Bytes("next"));
        Assert.Equal(["reply", "s1", "other", "next"], Drained());
        Assert.Equal([3, 1], _carrier.Writes);
    }

    [Fact]
    public void Of_several_frames_at_once_a_channel_gets_those_its_token_shows_it()
    {
        var outbox = new Outbox(_carrier, new OutboxLimits());
        var channel = new Channel(Frames.Key, [], MessageWriter.Token(Frames.Key.Topic), outbox, ActorRefs.Nobody) { DataSets = FrozenSet.Create("titles") };
        outbox.Send(channel, new OutBatch([Frames.Out("s1", FrameKind.Snapshot), Frames.Out("other", FrameKind.Snapshot, "titles")]));

        Assert.Equal(["other"], Drained());
    }

    [Fact]
    public void A_newer_snapshot_takes_the_place_of_all_that_waits_of_its_data_set()
    {
        var (outbox, channel) = Open(busy: true);
        outbox.Send(channel, Frames.Out("s1", FrameKind.Snapshot));
        outbox.Send(channel, Frames.Out("p1", FrameKind.Progress));
        outbox.Send(channel, Frames.Out("other", FrameKind.Snapshot, "titles"));
        outbox.Send(channel, Frames.Out("s2", FrameKind.Snapshot));

        Assert.Equal(["busy", "s2", "other"], Drained());
    }

    [Fact]
    public void Progress_replaces_progress_and_never_the_snapshot_before_it()
    {
        var (outbox, channel) = Open(busy: true);
        outbox.Send(channel, Frames.Out("s1", FrameKind.Snapshot));
        outbox.Send(channel, Frames.Out("p1", FrameKind.Progress));
        outbox.Send(channel, Frames.Out("p2", FrameKind.Progress));

        Assert.Equal(["busy", "s1", "p2"], Drained());
    }

    [Fact]
    public void A_delta_does_not_remove_the_snapshot_it_builds_on()
    {
        var (outbox, channel) = Open(busy: true);
        outbox.Send(channel, Frames.Out("s1", FrameKind.Snapshot));
        outbox.Send(channel, Frames.Out("d1", FrameKind.Delta));

        Assert.Equal(["busy", "s1", "d1"], Drained());
    }

    [Fact]
    public void Channels_do_not_replace_each_others_frames()
    {
        var (outbox, channel) = Open(busy: true);
        var other = Frames.Channel(_carrier, 2, outbox: outbox);
        outbox.Send(channel, Frames.Out("mine", FrameKind.Snapshot));
        outbox.Send(other, Frames.Out("theirs", FrameKind.Snapshot));

        Assert.Equal(["busy", "mine", "theirs"], Drained());
    }

    [Theory]
    [InlineData(3, 1_000)]
    [InlineData(100, 30)]
    public void Past_its_bounds_frames_are_dropped_and_the_relay_is_asked_for_a_snapshot_once_there_is_room(int maxCount, int maxBytes)
    {
        var (outbox, channel) = Open(busy: true, maxBytes, maxCount);
        for (var i = 0; i < 10; i++) outbox.Send(channel, Frames.Out($"{i}:12345678", FrameKind.Snapshot, $"set{i}"));
        Assert.InRange(outbox.WaitingBytes, 1, maxBytes);
        Assert.Empty(_relay.Told);

        Assert.Equal(["busy", "0:12345678", "1:12345678", "2:12345678"], Drained());
        Assert.Equal([.. Enumerable.Range(3, 4).Select(i => new ChannelMissedFrames(channel, $"set{i}"))], _relay.Told);
    }

    [Fact]
    public void Replies_are_kept_where_frames_are_dropped()
    {
        var (outbox, channel) = Open(busy: true, maxCount: 2);
        for (var i = 0; i < 5; i++) outbox.Send(channel, Frames.Out($"s{i}", FrameKind.Snapshot, $"set{i}"));

        Assert.True(outbox.Send(Bytes("reply 1")));
        Assert.True(outbox.Send(Bytes("reply 2")));
        Assert.Equal(["busy", "s0", "s1", "reply 1", "reply 2"], Drained());
    }

    [Fact]
    public void Too_many_replies_unread_end_the_connection_whoever_sends_them()
    {
        var (outbox, _) = Open(busy: true, maxCount: 2);
        for (var i = 0; i < 4; i++) Assert.True(outbox.Send(Bytes("reply")));
        Assert.Null(_carrier.Closed);

        Assert.False(outbox.Send(Bytes("reply")));
        Assert.Equal(CloseCodes.TryAgainLater, _carrier.Closed?.Code);
        Drained();
    }

    [Fact]
    public void Nothing_is_sent_after_close()
    {
        var (outbox, channel) = Open(busy: true);
        outbox.Send(channel, Frames.Out("waits", FrameKind.Snapshot));
        outbox.Close();
        outbox.Send(channel, Frames.Out("late", FrameKind.Snapshot));
        outbox.Send(Bytes("late reply"));

        Assert.Equal(["busy"], Drained());
        outbox.Send(Bytes("later"));
        Assert.Equal(["busy"], _carrier.Sent);
        Assert.Empty(_relay.Told);
    }

    [Fact]
    public void Progress_shows_whether_the_client_reads()
    {
        var (outbox, channel) = Open(busy: true);
        outbox.Send(channel, Frames.Out("s1", FrameKind.Snapshot));
        var before = outbox.Progress;
        Assert.Equal(before, outbox.Progress);
        _carrier.Complete();

        Assert.True(before.Busy);
        Assert.Equal((true, before.Taken + 1), outbox.Progress);
        Drained();
    }

    /// <summary>
    /// Random joins, frames, completions and leaves of two channels with two data sets each; the relay answers what an outbox asks with new snapshots, as the
    /// real one does. Every message carries a growing number.
    /// </summary>
    [Fact]
    public void Whatever_happens_the_last_snapshot_arrives_and_each_channel_sees_reply_then_frames_then_close()
    {
        var step = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1], Gen.Int[0, 1]);
        Gen.Select(Gen.Int[2, 6], Gen.Int[10, 60], Gen.Int[20, 200], step.Array[1, 80])
            .Sample((maxCount, maxBytes, ofNode, steps) => new OutboxRun(maxCount, maxBytes, ofNode).Play(steps), iter: 5_000);
    }

    private (Outbox Outbox, Channel Channel) Open(bool busy = false, int maxBytes = 1_000, int maxCount = 100)
    {
        var outbox = new Outbox(_carrier, new OutboxLimits { Bytes = maxBytes, Count = maxCount });
        if (busy) outbox.Send(Bytes("busy"));
        var channel = Frames.Channel(_carrier, outbox: outbox);
        channel.Relay = _relay;
        return (outbox, channel);
    }

    /// <summary>The client takes everything. Every test that holds sends ends with it: the test runner waits for all that is under way.</summary>
    private string[] Drained()
    {
        while (_carrier.Complete())
        {
        }

        return _carrier.Sent;
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
