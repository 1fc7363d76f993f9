using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Polling;

/// <summary>One poller between its supervisor and its batcher; the test is both.</summary>
public class PollerActorTests : VirtualTime
{
    private const long Seq = 1_000_000;
    private readonly TestProbe _supervisor;
    private readonly TestProbe _batcher;

    public PollerActorTests() => (_supervisor, _batcher) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void A_first_result_is_a_change_and_the_same_one_again_is_none()
    {
        var poller = Start();
        poller.Tell(Beat(1));
        Assert.True(_batcher.ExpectMsg<StoreQuestion>().AtOnce);
        _batcher.Reply(Answer(1, "[1]", "[2]"));
        var result = _supervisor.ExpectMsg<PollChanged>().Result;

        poller.Tell(Beat(2, result));
        Assert.False(_batcher.ExpectMsg<StoreQuestion>().AtOnce);
        _batcher.Reply(Answer(2, "[2]", "[1]"));
        Assert.Equal(2, _supervisor.ExpectMsg<PollUnchanged>().Tick.Tick);
    }

    [Fact]
    public void A_series_asks_for_what_is_newer_and_keeps_its_window()
    {
        var poller = Start(Results.Series(windowSeconds: 60));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Seq);
        poller.Tell(Beat(1, new PollResult(["value"], Results.Rows([("[0]", Seq - 60_000), ("[1]", Seq - 1_000)]))));
        Assert.Equal(Seq - 1_000, _batcher.ExpectMsg<StoreQuestion>().Since);
        _batcher.Reply(new StoreAnswer(1, at, ["value"], Results.Rows("[2]", Seq)));

        Assert.Equal("[1],[2]", _supervisor.ExpectMsg<PollChanged>().Result.Rows.Text());
    }

    [Fact]
    public void Never_two_in_flight_a_beat_that_meets_one_under_way_is_skipped()
    {
        var poller = Start();
        poller.Tell(Beat(1));
        poller.Tell(Beat(2));
        Assert.Equal(2, _supervisor.ExpectMsg<PollSkipped>().Tick.Tick);
        _batcher.ExpectMsg<StoreQuestion>();
        _batcher.Reply(Answer(1, "[1]"));

        Assert.Equal(1, _supervisor.ExpectMsg<PollChanged>().Tick.Tick);
        Assert.False(_batcher.HasMessages);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_is_asked_anew_and_its_late_answer_counts_for_nothing()
    {
        var poller = Start();
        poller.Tell(Beat(1));
        poller.Tell(Beat(5));
        Assert.Equal([1L, 5L], _batcher.ReceiveN(2).Select(question => ((StoreQuestion)question).Tick).ToArray());
        poller.Tell(Answer(1, "[old]"));
        poller.Tell(new StoreRefusal(1, "old"));
        poller.Tell(Answer(5, "[5]"));
        await SettleAsync(poller);

        Assert.Equal(5, _supervisor.ExpectMsg<PollChanged>().Tick.Tick);
        Assert.False(_supervisor.HasMessages);
    }

    [Fact]
    public void A_refusal_is_told_with_its_reason_and_the_next_beat_asks_again()
    {
        var poller = Start();
        poller.Tell(Beat(1));
        _batcher.ExpectMsg<StoreQuestion>();
        _batcher.Reply(new StoreRefusal(1, "store timeout"));
        Assert.Equal("store timeout", _supervisor.ExpectMsg<PollFailed>().Reason);
        poller.Tell(Beat(2));

        Assert.Equal(2, _batcher.ExpectMsg<StoreQuestion>().Tick);
    }

    private IActorRef Start(DataSet? dataSet = null) => _supervisor.ChildActorOf(
        PollerActor.Props(Frames.Key, dataSet ?? Results.Table(), _batcher, lostAfter: TimeSpan.FromSeconds(17)), SupervisorStrategy.DefaultStrategy);

    private static Poll Beat(long tick, PollResult? last = null) => new(new PollTick(tick, Seq + tick * 5_000, Seq + (tick + 1) * 5_000), last);

    private StoreAnswer Answer(long tick, params string[] rows) => new(tick, Time.Now, ["value"], Results.Result(rows).Rows);
}
