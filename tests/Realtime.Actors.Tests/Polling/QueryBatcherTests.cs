using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Polling;

/// <summary>One data set's batcher on virtual time, over a store that answers what the test says. The test is all pollers.</summary>
public class QueryBatcherTests : VirtualTime
{
    private const long Tick = 358_000_000;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(25);
    private readonly ScriptedStore _store;
    private readonly TestProbe _pollers;
    private readonly TestProbe _statements;
    private readonly StoreClock _clock = new();

    public QueryBatcherTests()
    {
        (_pollers, _statements) = (CreateTestProbe(), CreateTestProbe());
        _store = new ScriptedStore(Time) { Witness = _statements };
    }

    [Fact]
    public async Task A_thousand_topics_are_one_statement_named_in_the_stores_log()
    {
        var batcher = Start();
        Ask(batcher, Tick, Enumerable.Range(0, 1_000).Select(i => $"topic-{i}"));
        await AdvanceAsync(Gather, batcher);

        var batch = _statements.ExpectMsg<StatementSeen>().Batch;
        Assert.Equal(1_000, batch.Keys.Distinct().Count());
        Assert.Equal($"realtime viewers tick={Tick} topics=1000 try=1 node=2a", batch.Comment);
        Assert.Empty(batch.Since);
        Assert.All(_pollers.ReceiveN(1_000), answer => Assert.Equal("[1]", ((StoreAnswer)answer).Rows.Text()));
    }

    [Fact]
    public async Task A_batch_closes_after_its_gather_time_and_sooner_when_somebody_waits()
    {
        var batcher = Start();
        Ask(batcher, Tick, ["cold"], atOnce: true);
        Ask(batcher, Tick + 1, ["warm"]);
        await AdvanceAsync(TimeSpan.FromMilliseconds(8), batcher);
        await _statements.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await AdvanceAsync(TimeSpan.FromMilliseconds(2), batcher);
        Assert.Equal(["cold"], _statements.ExpectMsg<StatementSeen>().Batch.Keys.ToArray());
        await AdvanceAsync(TimeSpan.FromMilliseconds(15), batcher);
        Assert.Equal(["warm"], _statements.ExpectMsg<StatementSeen>().Batch.Keys.ToArray());
    }

    [Fact]
    public async Task Questions_that_still_come_when_a_batch_should_close_go_with_it_for_a_tenth_of_a_second_at_most()
    {
        var batcher = Start();
        for (var i = 0; i < 24; i++)
        {
            Ask(batcher, Tick, [$"topic-{i}"]);
            await AdvanceAsync(TimeSpan.FromMilliseconds(4), batcher);
        }

        Assert.InRange(_statements.ExpectMsg<StatementSeen>().Batch.Keys.Length, 19, 23);
    }

    [Fact]
    public async Task A_key_never_repeats_in_a_statement()
    {
        var batcher = Start();
        Ask(batcher, Tick, ["a", "b", "a"]);
        await AdvanceAsync(Gather, batcher);

        Assert.Equal(["a", "b"], _statements.ExpectMsg<StatementSeen>().Batch.Keys.ToArray());
    }

    [Fact]
    public async Task A_topic_without_rows_gets_an_empty_result_and_series_say_what_they_have()
    {
        _store.Answer = (_, _) => Task.FromResult(new BatchResult(["value"], new Dictionary<string, ResultRows>()));
        var batcher = Start(dataSet: Results.Series());
        batcher.Tell(new StoreQuestion(new TopicKey("a"), Tick, 1_000, false), _pollers);
        batcher.Tell(new StoreQuestion(new TopicKey("b"), Tick, null, false), _pollers);
        await AdvanceAsync(Gather, batcher);

        Assert.Equal([DateTimeOffset.FromUnixTimeMilliseconds(1_000), (DateTimeOffset?)null], _statements.ExpectMsg<StatementSeen>().Batch.Since.ToArray());
        Assert.All(_pollers.ReceiveN(2), answer => Assert.Equal(0, ((StoreAnswer)answer).Rows.Count));
    }

    [Fact]
    public async Task Statements_in_flight_and_their_size_are_bounded()
    {
        var answers = new Queue<TaskCompletionSource>();
        _store.Answer = async (batch, _) =>
        {
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (answers) answers.Enqueue(answer);
            await answer.Task;
            return ScriptedStore.Rows(batch, "1");
        };
        var batcher = Start(Results.Polling(batchSize: 10, concurrency: 2));
        Ask(batcher, Tick, Enumerable.Range(0, 35).Select(i => $"topic-{i}"));
        await AdvanceAsync(Gather, batcher);

        var sizes = _statements.ReceiveN(2).Select(seen => ((StatementSeen)seen).Batch.Keys.Length).ToList();
        await _statements.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < 2; i++)
        {
            lock (answers) answers.Dequeue().SetResult();
            sizes.Add(_statements.ExpectMsg<StatementSeen>().Batch.Keys.Length);
        }

        Assert.Equal([10, 10, 10, 5], sizes);
    }

    [Fact]
    public async Task A_failing_topic_is_found_and_its_neighbours_are_answered()
    {
        _store.Answer = FailsFor("topic-13");
        var batcher = Start();
        Ask(batcher, Tick, Enumerable.Range(0, 100).Select(i => $"topic-{i}"));
        await AdvanceAsync(Gather, batcher);

        var told = _pollers.ReceiveN(100).ToList();
        Assert.Equal(99, told.OfType<StoreAnswer>().Count());
        var reason = Assert.Single(told.OfType<StoreRefusal>()).Reason;
        Assert.StartsWith("statement failed (error ", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reason, StringComparison.Ordinal);
        Assert.InRange(_store.Statements.Length, 2, 30);
    }

    [Fact]
    public async Task A_topic_that_failed_alone_has_its_own_lane_until_it_answers_three_times_in_a_row()
    {
        _store.Answer = FailsFor("bad");
        var batcher = Start();
        await PollAsync(batcher, Tick, "good", "bad");
        await PollAsync(batcher, Tick + 1, "good", "bad");
        _store.Answer = (batch, _) => Task.FromResult(ScriptedStore.Rows(batch, "1"));
        Assert.Equal(2, await PollAsync(batcher, Tick + 2, "good", "bad"));
        Assert.Equal(2, await PollAsync(batcher, Tick + 3, "good", "bad"));
        _store.Answer = FailsFor("bad");
        Assert.Equal(2, await PollAsync(batcher, Tick + 4, "good", "bad"));
        _store.Answer = (batch, _) => Task.FromResult(ScriptedStore.Rows(batch, "1"));
        for (var i = 5; i < 8; i++) Assert.Equal(2, await PollAsync(batcher, Tick + i, "good", "bad"));

        Assert.Equal(1, await PollAsync(batcher, Tick + 8, "good", "bad"));
    }

    [Fact]
    public async Task A_topic_that_still_fails_after_many_ticks_stays_alone_when_another_one_comes()
    {
        _store.Answer = FailsFor("bad");
        var batcher = Start();
        for (var i = 0; i < 25; i++) await PollAsync(batcher, Tick + i, "good", "bad");
        _store.Answer = FailsFor("bad", "worse");
        await PollAsync(batcher, Tick + 25, "good", "bad", "worse");

        Assert.Equal(3, await PollAsync(batcher, Tick + 26, "good", "bad", "worse"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_is_down_is_asked_once_not_many_times(bool atTheAsOfQuestion)
    {
        var down = new StoreException(StoreFailure.Unavailable, "secret");
        _store.Answer = (_, _) => Task.FromException<BatchResult>(down);
        if (atTheAsOfQuestion) _store.AsOf = () => Task.FromException<StoreTime>(new StoreException(StoreFailure.Timeout, "secret"));
        var batcher = Start();
        Ask(batcher, Tick, Enumerable.Range(0, 100).Select(i => $"topic-{i}"));
        await AdvanceAsync(Gather, batcher);

        Assert.All(_pollers.ReceiveN(100), refusal => Assert.Equal(atTheAsOfQuestion ? "store timeout" : "store unavailable", ((StoreRefusal)refusal).Reason));
        Assert.Equal((atTheAsOfQuestion ? 0 : 1, 1), (_store.Statements.Length, _store.AsOfQuestions));
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_asked()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Answer = async (batch, _) =>
        {
            await answer.Task;
            return ScriptedStore.Rows(batch, "1");
        };
        var settings = Results.Polling(concurrency: 1);
        var batcher = Start(settings);
        Ask(batcher, Tick, ["a"]);
        await AdvanceAsync(Gather, batcher);
        _statements.ExpectMsg<StatementSeen>();
        Ask(batcher, Tick + 1, ["b"]);
        await AdvanceAsync(settings.LostAfter + Gather, batcher);
        await AdvanceAsync(settings.LostAfter, batcher);
        Ask(batcher, Tick + 9, ["c"]);
        await AdvanceAsync(Gather, batcher);
        answer.SetResult();

        Assert.Equal(["c"], _statements.ExpectMsg<StatementSeen>().Batch.Keys.ToArray());
    }

    [Fact]
    public async Task Slow_answers_lengthen_the_pace_that_every_topic_is_told()
    {
        var batcher = Start();
        var told = new List<int>();
        for (var i = 0; i < 4; i++) told.AddRange(await SlowlyAsync(batcher, Tick + i, TimeSpan.FromSeconds(3), "a", "b"));

        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], told);
    }

    [Fact]
    public async Task A_store_that_is_away_is_not_slow()
    {
        var batcher = Start();
        for (var i = 0; i < 3; i++) await SlowlyAsync(batcher, Tick + i, TimeSpan.FromSeconds(3), "a");
        _store.Answer = (_, _) => Task.FromException<BatchResult>(new StoreException(StoreFailure.Unavailable, "gone"));
        Ask(batcher, Tick + 4, ["a"]);
        await AdvanceAsync(Gather, batcher);
        Assert.Equal(1, _pollers.ExpectMsg<StoreRefusal>().Pace);
        _store.Answer = (batch, _) => Task.FromResult(ScriptedStore.Rows(batch, "1"));
        Ask(batcher, Tick + 6, ["a"]);
        await AdvanceAsync(Gather, batcher);

        Assert.Equal(2, _pollers.ExpectMsg<StoreAnswer>().Pace);
    }

    [Fact]
    public async Task Statements_cut_off_for_everybody_lengthen_the_pace_and_those_of_one_bad_topic_do_not()
    {
        _store.Answer = (batch, _) => batch.Keys.Contains("bad")
            ? Task.FromException<BatchResult>(new StoreException(StoreFailure.Timeout, "late"))
            : Task.FromResult(ScriptedStore.Rows(batch, "1"));
        var batcher = Start();
        for (var i = 0; i < 4; i++)
        {
            Ask(batcher, Tick + i, ["good", "fine", "bad"]);
            await AdvanceAsync(Gather, batcher);
            Assert.All(_pollers.ReceiveN(3).OfType<StoreAnswer>(), answer => Assert.Equal(1, answer.Pace));
        }

        var late = new TaskCompletionSource<BatchResult>();
        _store.Answer = (_, _) => late.Task;
        var told = new List<int>();
        for (var i = 10; i < 17; i++)
        {
            late = new TaskCompletionSource<BatchResult>();
            Ask(batcher, Tick + i, ["good"]);
            await AdvanceAsync(Gather, batcher);
            Time.Advance(TimeSpan.FromSeconds(4));
            late.SetException(new StoreException(StoreFailure.Timeout, "late"));
            told.Add(_pollers.ExpectMsg<StoreRefusal>().Pace);
        }

        Assert.Equal([1, 1, 2, 2, 2, 2, 4], told);
    }

    /// <summary>A poll that the store answers after so long; the paces that were told.</summary>
    private async Task<IEnumerable<int>> SlowlyAsync(IActorRef batcher, long tick, TimeSpan after, params string[] topics)
    {
        var answer = new TaskCompletionSource<BatchResult>();
        PollBatch? asked = null;
        _store.Answer = (batch, _) =>
        {
            asked = batch;
            return answer.Task;
        };
        Ask(batcher, tick, topics);
        await AdvanceAsync(Gather, batcher);
        _statements.ExpectMsg<StatementSeen>();
        Time.Advance(after);
        answer.SetResult(ScriptedStore.Rows(asked!, "1"));
        return _pollers.ReceiveN(topics.Length).Select(told => ((StoreAnswer)told).Pace);
    }

    private IActorRef Start(PollingSettings? settings = null, DataSet? dataSet = null) => Sys.ActorOf(QueryBatcher.Props(
        dataSet ?? Results.Table(), _store, new AsOfClock(_store, _clock, TimeSpan.FromSeconds(4)), settings ?? Results.Polling(), "2a", NullLogger.Instance));

    private void Ask(IActorRef batcher, long tick, IEnumerable<string> topics, bool atOnce = false)
    {
        foreach (var topic in topics) batcher.Tell(new StoreQuestion(new TopicKey(topic), tick, null, atOnce), _pollers);
    }

    /// <summary>Asks for all topics and waits for all answers; says how many statements ran.</summary>
    private async Task<int> PollAsync(IActorRef batcher, long tick, params string[] topics)
    {
        var before = _store.Statements.Length;
        Ask(batcher, tick, topics);
        await AdvanceAsync(Gather, batcher);
        _pollers.ReceiveN(topics.Length);
        await SettleAsync(batcher);
        return _store.Statements.Length - before;
    }

    private static Func<PollBatch, CancellationToken, Task<BatchResult>> FailsFor(params string[] bad) => (batch, _) => batch.Keys.Any(bad.Contains)
        ? Task.FromException<BatchResult>(new StoreException(StoreFailure.Statement, "secret words of the store"))
        : Task.FromResult(ScriptedStore.Rows(batch, "1"));
}
