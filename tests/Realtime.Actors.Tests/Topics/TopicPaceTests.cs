using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Topics;

/// <summary>How often a topic is polled: intervals of data sets, a slow store, watchers who do not look.</summary>
public class TopicPaceTests : TopicWorld
{
    private DataFrame? _last;

    [Fact]
    public async Task Data_sets_of_one_topic_beat_at_intervals_of_their_own()
    {
        var topic = StartWith(Results.Table("viewers"), Results.Table("titles") with { Interval = TimeSpan.FromSeconds(10) });
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        AnswerPoll("1");
        var frames = Relay.ReceiveN(2).Cast<DataFrame>().ToDictionary(f => f.DataSet, f => f.Header);
        Assert.Equal((0, 5_000), (frames["viewers"].Seq % 5_000, frames["viewers"].NextDue - frames["viewers"].Seq));
        Assert.Equal((0, 10_000), (frames["titles"].Seq % 10_000, frames["titles"].NextDue - frames["titles"].Seq));

        var seen = new List<(string, long)>();
        while (NowMs < frames["viewers"].Seq + 25_000)
        {
            await ToNextBeatAsync(topic);
            await SettleAsync(Poller(topic, "titles"));
            while (Batcher.HasMessages) AnswerPoll("1");
            await SettleAsync(Poller(topic, "viewers"), Poller(topic, "titles"), topic);
            while (Relay.HasMessages) seen.Add(Seq(Relay.ExpectMsg<DataFrame>()));
        }

        Assert.Equal(Enumerable.Range(1, 5).Select(i => frames["viewers"].Seq!.Value + i * 5_000), seen.Where(s => s.Item1 == "viewers").Select(s => s.Item2));
        Assert.Equal(frames["titles"].NextDue, seen.First(s => s.Item1 == "titles").Item2);
        Assert.InRange(seen.Count(s => s.Item1 == "titles"), 2, 3);
    }

    [Fact]
    public async Task A_slow_store_is_polled_in_the_slots_that_the_frames_name_and_at_full_speed_again_when_it_is_well()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        var slow = Answer("1", pace: 4);
        Assert.Equal((FrameState.Slow, "the store answers slowly; polled every 20 s"), (slow.State, slow.Reason));
        Assert.InRange(slow.NextDue!.Value - slow.Seq!.Value, 5_000, 20_000);
        await AdvanceToAsync(topic, slow.NextDue.Value);
        var again = Answer("1", pace: 4);
        Assert.Equal((slow.NextDue, 20_000), (again.Seq, again.NextDue - again.Seq));

        await AdvanceToAsync(topic, again.NextDue!.Value);
        var well = Answer("1", pace: 1);
        Assert.Equal((FrameState.Live, 5_000), (well.State, well.NextDue - well.Seq));
        await AdvanceToAsync(topic, well.NextDue!.Value);
        Assert.Equal(well.NextDue, Answer("1", pace: 1).Seq);
    }

    [Fact]
    public async Task A_topic_nobody_looks_at_skips_slots_and_polls_at_once_when_somebody_does()
    {
        var topic = Start();
        var first = await HiddenAsync(topic);
        await AdvanceToAsync(topic, first.NextDue!.Value);
        // To a slot that topics of this pace share, and from there on every sixth.
        await AdvanceToAsync(topic, Answer("1").NextDue!.Value);
        var slow = Answer("1");
        Assert.Equal((FrameState.Slow, "nobody looks; polled every 30 s", 30_000), (slow.State, slow.Reason, slow.NextDue - slow.Seq));
        await AdvanceAsync(TimeSpan.FromSeconds(12), topic);
        Assert.False(Batcher.HasMessages);

        topic.Tell(Renewal());
        Relay.ExpectMsg<SubscribeAck>();
        var back = Answer("1");
        Assert.Equal((FrameState.Live, 5_000), (back.State, back.NextDue - back.Seq));
        Assert.InRange(NowMs - back.Seq!.Value, 0, 5_000);
        await AdvanceToAsync(topic, back.NextDue!.Value);
        Assert.Equal(back.NextDue, Answer("1").Seq);
    }

    [Fact]
    public async Task Somebody_who_looks_right_after_a_poll_is_told_of_the_next_slot_and_that_one_is_polled()
    {
        var topic = Start();
        var first = await HiddenAsync(topic);
        await AdvanceToAsync(topic, first.NextDue!.Value);
        var slow = Answer("1");
        topic.Tell(Renewal());
        var told = Relay.ExpectMsg<DataFrame>().Header;
        Relay.ExpectMsg<SubscribeAck>();

        Assert.Equal((FrameKind.Progress, FrameState.Live, slow.Seq + 5_000), (told.Kind, told.State, told.NextDue));
        Assert.False(Batcher.HasMessages);
        await AdvanceToAsync(topic, told.NextDue!.Value);
        Assert.Equal(told.NextDue, Answer("1").Seq);
    }

    [Fact]
    public async Task One_node_where_somebody_looks_keeps_a_topic_at_full_speed_until_it_is_gone()
    {
        var topic = Start();
        var other = CreateTestProbe();
        topic.Tell(Subscription(other, node: 2));
        var first = await HiddenAsync(topic);
        await AdvanceToAsync(topic, first.NextDue!.Value);
        var live = Answer("1");
        Assert.Equal((FrameState.Live, 5_000), (live.State, live.NextDue - live.Seq));

        topic.Tell(new Unsubscribe(Frames.Key, 2, 1));
        await AdvanceToAsync(topic, live.NextDue!.Value);
        Assert.Equal("nobody looks; polled every 30 s", Answer("1").Reason);
    }

    [Fact]
    public async Task A_hand_over_says_that_nobody_looks()
    {
        var topic = Start();
        await HiddenAsync(topic);
        topic.Tell(StopTopic.Instance);

        Assert.True(((Subscribe)await Shard.FishForMessageAsync(message => message is Subscribe)).Hidden);
    }

    private static (string, long) Seq(DataFrame frame) => (frame.DataSet, frame.Header.Seq!.Value);

    /// <summary>The first frame of a topic whose relay says after it that its tabs are hidden.</summary>
    private async Task<FrameHeader> HiddenAsync(IActorRef topic)
    {
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        var first = Answer("1");
        topic.Tell(Renewal() with { Hidden = true });
        Relay.ExpectMsg<SubscribeAck>();
        await SettleAsync(topic);
        Assert.False(Relay.HasMessages);
        return first;
    }

    private FrameHeader Answer(string value, int pace = 1)
    {
        var question = Batcher.ExpectMsg<StoreQuestion>();
        Batcher.Reply(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows($"[{value}]"), pace));
        _last = Relay.ExpectMsg<DataFrame>();
        return _last.Header;
    }

    /// <summary>A subscription of a relay that has all that was sent.</summary>
    private Subscribe Renewal() =>
        Subscription(positions: new Position("viewers", _last!.Header.Epoch!, _last.Base, _last.Header.Seq!.Value, _last.Header.NextDue!.Value));

    /// <summary>To a due time, beat by beat as the scheduler would; nothing is polled on the way.</summary>
    private async Task AdvanceToAsync(IActorRef topic, long due)
    {
        while (NowMs < due)
        {
            Assert.False(Batcher.HasMessages);
            await ToNextBeatAsync(topic);
        }
    }
}
