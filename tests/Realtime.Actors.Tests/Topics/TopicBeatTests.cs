using System.Collections.Frozen;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Topics;

/// <summary>The beats of a topic: when it polls, and what comes of it.</summary>
public class TopicBeatTests : TopicWorld
{
    [Fact]
    public async Task The_first_subscription_polls_at_once_and_then_tick_after_tick()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Assert.Equal(topic, Relay.ExpectMsg<SubscribeAck>().Owner);
        var first = AnswerPoll("1");
        var frame = Relay.ExpectMsg<DataFrame>();
        var seq = frame.Header.Seq!.Value;
        Assert.Equal((FrameKind.Snapshot, NowMs / 5_000 * 5_000, seq + 5_000), (frame.Header.Kind, seq, frame.Header.NextDue));

        for (var beat = 1; beat <= 3; beat++)
        {
            await ToNextBeatAsync(topic);
            Assert.Equal(first.Tick + beat, AnswerPoll("1").Tick);
            Assert.Equal((FrameKind.Progress, seq + beat * 5_000), Kind(Relay.ExpectMsg<DataFrame>()));
        }
    }

    /// <summary>The beat after that would be waited for twice, and each one after it.</summary>
    [Fact]
    public async Task An_instant_that_is_not_waited_for_any_more_gives_no_beat()
    {
        var topic = Start();
        topic.Tell(Subscription());
        AnswerPoll("1");
        await AdvanceAsync(UntilBeat() - TimeSpan.FromMilliseconds(30), topic);
        topic.Tell(new BeatDue(At: 1));
        await SettleAsync(topic, Poller(topic, "viewers"));
        await Batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        await ToNextBeatAsync(topic);
        Batcher.ExpectMsg<StoreQuestion>();
    }

    [Fact]
    public async Task A_poll_that_overruns_skips_the_tick_and_says_so()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        Relay.ExpectMsg<DataFrame>();
        await ToNextBeatAsync(topic);
        Batcher.ExpectMsg<StoreQuestion>();
        await ToNextBeatAsync(topic);

        var skipped = Relay.ExpectMsg<DataFrame>();
        Assert.Equal((FrameState.Slow, "the poll before is still under way"), (skipped.Header.State, skipped.Header.Reason));
        await Batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_first_poll_that_outlasts_its_slot_is_not_called_slow()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        var question = Batcher.ExpectMsg<StoreQuestion>();
        await ToNextBeatAsync(topic);
        await Relay.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        Batcher.Reply(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows("[1]")));

        var header = Relay.ExpectMsg<DataFrame>().Header;
        Assert.Equal((FrameKind.Snapshot, FrameState.Live), (header.Kind, header.State));
    }

    [Fact]
    public async Task A_poller_that_crashes_restarts_alone_and_keeps_its_beat()
    {
        var topic = Start("viewers", "titles");
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        var tick = AnswerPoll("1").Tick;
        AnswerPoll("1");
        Relay.ReceiveN(2);
        await ToNextBeatAsync(topic);
        Assert.All(Batcher.ReceiveN(2), question => Assert.Equal(tick + 1, ((StoreQuestion)question).Tick));
        // No batcher answers without rows: the poller crashes on it.
        Poller(topic, "viewers").Tell(new StoreAnswer(tick + 1, Time.Now, ["value"], null!));

        var crashed = Relay.ExpectMsg<DataFrame>();
        Assert.Equal(("viewers", FrameState.Failing, "poller crashed"), (crashed.DataSet, crashed.Header.State, crashed.Header.Reason));
        Poller(topic, "titles").Tell(new StoreAnswer(tick + 1, Time.Now, ["value"], Results.Rows("[1]")));
        Assert.Equal("titles", Relay.ExpectMsg<DataFrame>().DataSet);
        await ToNextBeatAsync(topic);
        Assert.All(Batcher.ReceiveN(2), question => Assert.Equal(tick + 2, ((StoreQuestion)question).Tick));
    }

    [Fact]
    public async Task When_every_data_set_fails_the_beats_back_off()
    {
        // From the third failure on, each costs two slots at least.
        Interval = TimeSpan.FromSeconds(1);
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        for (var failure = 0; failure < 6; failure++)
        {
            var tick = Refuse();
            var frame = Relay.ExpectMsg<DataFrame>();
            Assert.Equal(("store unavailable", tick * 1_000), (frame.Header.Reason, frame.Header.Seq));
            Assert.InRange(frame.Header.NextDue!.Value - tick * 1_000, failure < 2 ? 1_000 : 2_000, 10_000);
            while (!Batcher.HasMessages) await ToNextBeatAsync(topic);
            Assert.InRange(NowMs - frame.Header.NextDue.Value, 0, 100);
        }
    }

    [Fact]
    public async Task A_store_error_gives_failing_while_the_last_good_frame_stays()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("7");
        var good = Relay.ExpectMsg<DataFrame>();
        await ToNextBeatAsync(topic);
        Refuse();
        var failing = Relay.ExpectMsg<DataFrame>();
        Assert.Equal((FrameState.Failing, "store unavailable", good.Base), (failing.Header.State, failing.Header.Reason, failing.Base));

        var late = CreateTestProbe();
        topic.Tell(Subscription(late, node: 2));
        late.ExpectMsg<SubscribeAck>();
        Assert.Equal("[[7]]", late.ExpectMsg<DataFrame>().Payload.Json().Text("rows"));
    }

    [Fact]
    public async Task A_beat_that_the_stores_clock_moved_away_waits_for_its_due_time()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        Relay.ExpectMsg<DataFrame>();
        await SettleAsync(topic);
        Clock.Measured(Time.Now, Time.Now, Time.Now.AddSeconds(-2));
        await AdvanceAsync(UntilBeat(), topic);

        await Batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await AdvanceAsync(TimeSpan.FromSeconds(2), topic);
        Batcher.ExpectMsg<StoreQuestion>();
    }

    [Fact]
    public async Task A_new_owner_does_not_poll_before_the_due_time_reported_and_goes_on_above_the_greatest_seq()
    {
        var topic = Start();
        var slot = NowMs / 5_000 * 5_000;
        topic.Tell(Subscription(positions: new Position("viewers", "e0", slot - 5_000, slot + 7, slot + 5_000)));
        Relay.ExpectMsg<SubscribeAck>();
        await SettleAsync(topic);
        await Batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await ToNextBeatAsync(topic);
        AnswerPoll("1");

        Assert.Equal((FrameKind.Snapshot, slot + 5_000), Kind(Relay.ExpectMsg<DataFrame>()));
    }

    [Fact]
    public void A_second_relay_that_has_more_than_the_first_gets_the_first_result_too()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        var question = Batcher.ExpectMsg<StoreQuestion>();
        var poller = Batcher.LastSender;
        var second = CreateTestProbe();
        var reported = NowMs / 5_000 * 5_000 + 9;
        topic.Tell(Subscription(second, node: 2, positions: new Position("viewers", "e0", reported, reported, reported + 1)));
        second.ExpectMsg<SubscribeAck>();
        poller.Tell(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows("[1]")));

        Assert.True(second.ExpectMsg<DataFrame>().Header.Seq > reported);
    }
}
