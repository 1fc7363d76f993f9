using System.Text;
using Realtime.Actors.Connections;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Connections;

/// <summary>What a client gets that never catches up, and what many of them cost.</summary>
public class SlowClientTests
{
    private readonly HeldCarrier _carrier = new() { Holds = true };
    private readonly RecordingRef _relay = new();

    [Fact]
    public void What_waits_goes_out_in_one_write()
    {
        var (outbox, channel) = Open(new OutboxLimits());
        for (var i = 0; i < 50; i++) outbox.Send(channel, Frame($"set{i}", 100));
        Drain();

        Assert.Equal([1, 50], _carrier.Writes);
    }

    [Fact]
    public void One_write_is_bounded_but_for_a_message_that_is_larger_alone()
    {
        var (outbox, channel) = Open(new OutboxLimits());
        foreach (var size in (int[])[20_000, 20_000, 20_000, 20_000, 200_000, 10]) outbox.Send(channel, Frame($"set{size}-{outbox.WaitingBytes}", size));
        Drain();

        Assert.Equal([1, 3, 1, 1, 1], _carrier.Writes);
    }

    /// <summary>Forty data sets of 20 KB come at each beat, and the client takes three of them from one to the next.</summary>
    [Fact]
    public void A_client_that_never_catches_up_gets_every_data_set_in_its_turn()
    {
        const int sets = 40, beats = 200;
        var beat = 0;
        Channel channel = null!;
        Outbox outbox = null!;
        var relay = new RecordingRef(onTell: message => outbox.Send(channel, Numbered(((ChannelMissedFrames)message).DataSet), answer: true));
        (outbox, channel) = Open(new OutboxLimits { Bytes = 200_000 }, relay);
        for (; beat < beats; beat++)
        {
            for (var set = 0; set < sets; set++) outbox.Send(channel, Numbered($"set{set}"));
            Assert.InRange(outbox.WaitingBytes, 1, 200_000);
            _carrier.Complete();
        }

        var got = _carrier.Sent.Where(text => text[0] == 's').GroupBy(text => text.Split(' ')[0]).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(sets, got.Count);
        Assert.InRange(got.Values.Max() - got.Values.Min(), 0, 2);
        // No more snapshots are made for it than it takes.
        Assert.InRange(relay.Told.Count, 1, _carrier.Sent.Length);
        Drain();

        OutFrame Numbered(string set) => Frame($"{set} {beat}", 20_000, set);
    }

    [Fact]
    public void What_is_larger_than_all_bounds_comes_when_nothing_else_waits()
    {
        Channel channel = null!;
        Outbox outbox = null!;
        var relay = new RecordingRef(onTell: message => outbox.Send(channel, Frame("again", 500, ((ChannelMissedFrames)message).DataSet), answer: true));
        (outbox, channel) = Open(new OutboxLimits { Bytes = 100, Budget = new OutboxBudget(100) }, relay);
        for (var i = 0; i < 4; i++) outbox.Send(channel, Frame($"set{i}", 500));
        Assert.Equal(0, outbox.WaitingBytes);
        Drain();

        Assert.Equal(["busy", "again", "again", "again", "again"], _carrier.Sent.Select(text => text.TrimEnd('.')));
    }

    [Fact]
    public void Nothing_new_overtakes_a_dropped_frame_but_progress_which_would_cost_a_snapshot()
    {
        var (outbox, channel) = Open(new OutboxLimits { Bytes = 100 });
        outbox.Send(channel, Frame("a", 80));
        outbox.Send(channel, Frame("b", 80));
        outbox.Send(channel, Frame("c", 10));
        outbox.Send(channel, Frames.Out("progress", FrameKind.Progress, "d"));
        Assert.Equal(88, outbox.WaitingBytes);
        _carrier.Complete();
        Assert.Equal([new ChannelMissedFrames(channel, "b")], _relay.Told);
        _carrier.Complete();

        Assert.Equal(["busy", "a", "progress"], _carrier.Sent.Select(text => text.TrimEnd('.')));
        Assert.Equal([new ChannelMissedFrames(channel, "b"), new ChannelMissedFrames(channel, "c")], _relay.Told);
    }

    [Fact]
    public void An_answer_that_got_lost_is_asked_for_again()
    {
        var (outbox, channel) = Open(new OutboxLimits { Bytes = 10 });
        foreach (var set in (string[])["a", "b", "c"]) outbox.Send(channel, Frame(set, 20));
        Drain();
        Assert.Equal([new ChannelMissedFrames(channel, "a")], _relay.Told);

        outbox.Send(channel, Frames.Out("progress", FrameKind.Progress, "b"));
        Assert.Equal([new ChannelMissedFrames(channel, "a"), new ChannelMissedFrames(channel, "b")], _relay.Told);
        outbox.Send(channel, Frame("c", 20));
        Drain();
        Assert.Equal(["busy", "c"], _carrier.Sent.Select(text => text.TrimEnd('.')));
    }

    [Fact]
    public void Slow_clients_share_what_may_wait_in_a_node()
    {
        var limits = new OutboxLimits { Budget = new OutboxBudget(100) };
        var (stuck, slow) = (new HeldCarrier { Holds = true }, _carrier);
        var first = new Outbox(stuck, limits);
        first.Send(Bytes("busy"));
        first.Send(Frames.Channel(stuck, outbox: first), Frame("a", 80));
        var (outbox, channel) = Open(limits);
        outbox.Send(channel, Frame("b", 40));
        Assert.Equal((0, 80), (outbox.WaitingBytes, limits.Budget.Used));

        // The stuck one is closed: there is room again.
        first.Close();
        Assert.True(slow.Complete());
        Assert.Equal([new ChannelMissedFrames(channel, "b")], _relay.Told);
        outbox.Send(channel, Frame("b", 40), answer: true);
        stuck.Complete();
        Drain();
        Assert.Equal(0, limits.Budget.Used);
    }

    [Fact]
    public void Where_a_node_has_room_for_no_more_replies_the_next_one_ends_its_connection()
    {
        var (outbox, channel) = Open(new OutboxLimits { Budget = new OutboxBudget(100) });
        outbox.Send(channel, Frame("a", 90));
        Assert.True(outbox.Send(new byte[90]));
        Assert.Null(_carrier.Closed);

        Assert.False(outbox.Send(new byte[90]));
        Assert.Equal(CloseCodes.TryAgainLater, _carrier.Closed?.Code);
        Drain();
    }

    private (Outbox Outbox, Channel Channel) Open(OutboxLimits limits, RecordingRef? relay = null)
    {
        var outbox = new Outbox(_carrier, limits);
        outbox.Send(Bytes("busy"));
        var channel = Frames.Channel(_carrier, outbox: outbox);
        channel.Relay = relay ?? _relay;
        return (outbox, channel);
    }

    private void Drain()
    {
        for (var writes = 0; _carrier.Complete();) Assert.True(++writes < 1_000, "the same is sent again and again");
    }

    /// <summary>A snapshot of so many bytes, of the data set that its text names.</summary>
    private static OutFrame Frame(string text, int bytes, string? dataSet = null) => Frames.Out(text.PadRight(bytes, '.'), FrameKind.Snapshot, dataSet ?? text);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
