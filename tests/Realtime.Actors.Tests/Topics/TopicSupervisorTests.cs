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

/// <summary>One topic on virtual time. The test is its shard, its relays, its batchers and its presence index.</summary>
public class TopicSupervisorTests : VirtualTime
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);
    private readonly TestProbe _shard;
    private readonly TestProbe _batcher;
    private readonly TestProbe _presence;
    private readonly TestProbe _relay;
    private readonly StoreClock _clock = new();
    private TimeSpan _interval = TimeSpan.FromSeconds(5);

    public TopicSupervisorTests() => (_shard, _batcher, _presence, _relay) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    [Fact]
    public async Task The_first_subscription_polls_at_once_and_then_tick_after_tick()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Assert.Equal(topic, _relay.ExpectMsg<SubscribeAck>().Owner);
        var first = AnswerPoll("1");
        var frame = _relay.ExpectMsg<DataFrame>();
        var seq = frame.Header.Seq!.Value;
        Assert.Equal((FrameKind.Snapshot, NowMs / 5_000 * 5_000, seq + 5_000), (frame.Header.Kind, seq, frame.Header.NextDue));

        for (var beat = 1; beat <= 3; beat++)
        {
            await ToNextBeatAsync(topic);
            Assert.Equal(first.Tick + beat, AnswerPoll("1").Tick);
            Assert.Equal((FrameKind.Progress, seq + beat * 5_000), Kind(_relay.ExpectMsg<DataFrame>()));
        }
    }

    [Fact]
    public async Task A_poll_that_overruns_skips_the_tick_and_says_so()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        _relay.ExpectMsg<DataFrame>();
        await ToNextBeatAsync(topic);
        _batcher.ExpectMsg<StoreQuestion>();
        await ToNextBeatAsync(topic);

        var skipped = _relay.ExpectMsg<DataFrame>();
        Assert.Equal((FrameState.Slow, "the poll before is still under way"), (skipped.Header.State, skipped.Header.Reason));
        await _batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_first_poll_that_outlasts_its_slot_is_not_called_slow()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        var question = _batcher.ExpectMsg<StoreQuestion>();
        await ToNextBeatAsync(topic);
        await _relay.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        _batcher.Reply(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows("[1]")));

        var header = _relay.ExpectMsg<DataFrame>().Header;
        Assert.Equal((FrameKind.Snapshot, FrameState.Live), (header.Kind, header.State));
    }

    [Fact]
    public async Task A_poller_that_crashes_restarts_alone_and_keeps_its_beat()
    {
        var topic = Start("viewers", "titles");
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        var tick = AnswerPoll("1").Tick;
        AnswerPoll("1");
        _relay.ReceiveN(2);
        await ToNextBeatAsync(topic);
        Assert.All(_batcher.ReceiveN(2), question => Assert.Equal(tick + 1, ((StoreQuestion)question).Tick));
        // No batcher answers without rows: the poller crashes on it.
        Poller(topic, "viewers").Tell(new StoreAnswer(tick + 1, Time.Now, ["value"], null!));

        var crashed = _relay.ExpectMsg<DataFrame>();
        Assert.Equal(("viewers", FrameState.Failing, "poller crashed"), (crashed.DataSet, crashed.Header.State, crashed.Header.Reason));
        Poller(topic, "titles").Tell(new StoreAnswer(tick + 1, Time.Now, ["value"], Results.Rows("[1]")));
        Assert.Equal("titles", _relay.ExpectMsg<DataFrame>().DataSet);
        await ToNextBeatAsync(topic);
        Assert.All(_batcher.ReceiveN(2), question => Assert.Equal(tick + 2, ((StoreQuestion)question).Tick));
    }

    [Fact]
    public async Task When_every_data_set_fails_the_beats_back_off()
    {
        // From the third failure on, each costs two slots at least.
        _interval = TimeSpan.FromSeconds(1);
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        for (var failure = 0; failure < 6; failure++)
        {
            var tick = Refuse();
            var frame = _relay.ExpectMsg<DataFrame>();
            Assert.Equal(("store unavailable", tick * 1_000), (frame.Header.Reason, frame.Header.Seq));
            Assert.InRange(frame.Header.NextDue!.Value - tick * 1_000, failure < 2 ? 1_000 : 2_000, 10_000);
            while (!_batcher.HasMessages) await ToNextBeatAsync(topic);
            Assert.InRange(NowMs - frame.Header.NextDue.Value, 0, 100);
        }
    }

    [Fact]
    public async Task A_store_error_gives_failing_while_the_last_good_frame_stays()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("7");
        var good = _relay.ExpectMsg<DataFrame>();
        await ToNextBeatAsync(topic);
        Refuse();
        var failing = _relay.ExpectMsg<DataFrame>();
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
        _relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        _relay.ExpectMsg<DataFrame>();
        await SettleAsync(topic);
        _clock.Measured(Time.Now, Time.Now, Time.Now.AddSeconds(-2));
        await AdvanceAsync(UntilBeat(), topic);

        await _batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await AdvanceAsync(TimeSpan.FromSeconds(2), topic);
        _batcher.ExpectMsg<StoreQuestion>();
    }

    [Fact]
    public async Task It_passivates_only_when_table_and_presence_are_empty_and_the_linger_has_ended()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        topic.Tell(new PresentNodes([1]));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 1));
        await AdvanceAsync(Linger, topic);
        await AdvanceAsync(Linger, topic);
        await _shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        topic.Tell(new PresentNodes([]));
        await AdvanceAsync(Linger - TimeSpan.FromMilliseconds(100), topic);
        await _shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await AdvanceAsync(TimeSpan.FromMilliseconds(100), topic);
        Assert.IsType<StopTopic>(_shard.ExpectMsg<Passivate>().StopMessage);
    }

    [Fact]
    public async Task A_linger_is_cancelled_by_a_join_that_comes_back()
    {
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([]));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 1));
        await AdvanceAsync(TimeSpan.FromSeconds(3), topic);
        topic.Tell(Subscription(generation: 2));
        await AdvanceAsync(TimeSpan.FromSeconds(3), topic);
        topic.Tell(new Unsubscribe(Frames.Key, 1, 2));
        await AdvanceAsync(TimeSpan.FromSeconds(3), topic);
        await _shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        await AdvanceAsync(TimeSpan.FromSeconds(2), topic);
        _shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public async Task What_presence_does_not_know_yet_counts_as_somebody_watching()
    {
        var topic = Start();
        topic.Tell(new Unsubscribe(Frames.Key, 1, 1));
        await AdvanceAsync(2 * Linger, topic);

        await _shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_subscription_that_meets_passivation_goes_back_to_the_shard_with_its_sequence()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        var frame = _relay.ExpectMsg<DataFrame>();
        topic.Tell(StopTopic.Instance);

        var again = _shard.ExpectMsg<Subscribe>();
        Assert.Equal((_relay.Ref, 1L, 1L), (again.Relay, again.NodeUid, again.Generation));
        Assert.Equal(new Position("viewers", frame.Header.Epoch!, frame.Base, frame.Header.Seq!.Value, frame.Header.NextDue!.Value), Assert.Single(again.Positions));
        _relay.ExpectMsg<TopicMoved>();
        await WatchAsync(topic);
        await ExpectTerminatedAsync(topic);

        var next = Start();
        next.Tell(again);
        _relay.ExpectMsg<SubscribeAck>();
        await SettleAsync(next);
        await _batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await ToNextBeatAsync(next);
        AnswerPoll("2");
        Assert.Equal((FrameKind.Snapshot, frame.Header.NextDue.Value), Kind(_relay.ExpectMsg<DataFrame>()));
    }

    [Fact]
    public void A_restart_tells_the_relays_that_the_topic_moved()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        // Not an answer that any poller gives: the supervisor crashes on it.
        topic.Tell(new PresentNodes(null!));

        _relay.ExpectMsg<TopicMoved>();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_expires()
    {
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([]));
        _relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        for (var i = 0; i < 23 && !_shard.HasMessages; i++)
        {
            await ToNextBeatAsync(topic);
            if (_batcher.HasMessages) AnswerPoll("1");
        }

        _shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public async Task An_older_generation_is_ignored_and_so_is_the_farewell_of_another()
    {
        var topic = Start();
        topic.Tell(Subscription(generation: 5));
        Assert.Equal(5, _relay.ExpectMsg<SubscribeAck>().Generation);
        var older = CreateTestProbe();
        topic.Tell(Subscription(older, generation: 4));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 4));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 6));
        await SettleAsync(topic);
        AnswerPoll("1");

        _relay.ExpectMsg<DataFrame>();
        await older.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_new_owner_does_not_poll_before_the_due_time_reported_and_goes_on_above_the_greatest_seq()
    {
        var topic = Start();
        var slot = NowMs / 5_000 * 5_000;
        topic.Tell(Subscription(positions: new Position("viewers", "e0", slot - 5_000, slot + 7, slot + 5_000)));
        _relay.ExpectMsg<SubscribeAck>();
        await SettleAsync(topic);
        await _batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await ToNextBeatAsync(topic);
        AnswerPoll("1");

        Assert.Equal((FrameKind.Snapshot, slot + 5_000), Kind(_relay.ExpectMsg<DataFrame>()));
    }

    [Fact]
    public void A_second_relay_that_has_more_than_the_first_gets_the_first_result_too()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        var question = _batcher.ExpectMsg<StoreQuestion>();
        var poller = _batcher.LastSender;
        var second = CreateTestProbe();
        var reported = NowMs / 5_000 * 5_000 + 9;
        topic.Tell(Subscription(second, node: 2, positions: new Position("viewers", "e0", reported, reported, reported + 1)));
        second.ExpectMsg<SubscribeAck>();
        poller.Tell(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows("[1]")));

        Assert.True(second.ExpectMsg<DataFrame>().Header.Seq > reported);
    }

    [Fact]
    public void Nodes_that_presence_shows_but_never_subscribed_are_asked_to_subscribe_again()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _presence.ExpectMsg<WatchPresence>();
        topic.Tell(new PresentNodes([1, 2]));

        Assert.Equal([2L], _presence.ExpectMsg<AskToReassert>().NodeUids.ToArray());
    }

    [Fact]
    public async Task A_topic_that_only_presence_keeps_alive_asks_it_again_at_each_beat()
    {
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([1]));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 1));
        _presence.ExpectMsg<WatchPresence>();
        await ToNextBeatAsync(topic);

        _presence.ExpectMsg<WatchPresence>();
    }

    private IActorRef Start(params string[] dataSets)
    {
        if (dataSets.Length == 0) dataSets = ["viewers"];
        var shared = new TopicContext(
            Results.Pack([.. dataSets.Select(name => Results.Table(name))]), Results.Polling(_interval), Linger, _clock,
            dataSets.ToFrozenDictionary(name => name, _ => _batcher.Ref), _presence);
        return _shard.ChildActorOf(TopicSupervisor.Props(Frames.Key, shared), SupervisorStrategy.DefaultStrategy);
    }

    private Subscribe Subscription(IActorRef? relay = null, long node = 1, long generation = 1, params Position[] positions) =>
        new(Frames.Key, relay ?? _relay.Ref, node, generation, [.. positions]);

    private IActorRef Poller(IActorRef topic, string dataSet) => Sys.ActorSelection(topic.Path / dataSet).ResolveOne(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();

    private StoreQuestion AnswerPoll(string value)
    {
        var question = _batcher.ExpectMsg<StoreQuestion>();
        _batcher.Reply(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows($"[{value}]")));
        return question;
    }

    private long Refuse()
    {
        var question = _batcher.ExpectMsg<StoreQuestion>();
        _batcher.Reply(new StoreRefusal(question.Tick, "store unavailable"));
        return question.Tick;
    }

    private TimeSpan UntilBeat() => TimeSpan.FromMilliseconds(_interval.TotalMilliseconds - NowMs % _interval.TotalMilliseconds);

    /// <summary>To the next beat of phase 0, and on until the pollers had it too.</summary>
    private async Task ToNextBeatAsync(IActorRef topic)
    {
        await AdvanceAsync(UntilBeat(), topic);
        await SettleAsync(Poller(topic, "viewers"));
    }

    private static (FrameKind Kind, long Seq) Kind(DataFrame frame) => (frame.Header.Kind, frame.Header.Seq!.Value);
}
