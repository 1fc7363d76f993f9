using System.Diagnostics.Metrics;
using System.Text;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Connections;
using Realtime.Actors.Metrics;
using Realtime.Actors.Polling;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Tests.Zombies;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Metrics;

/// <summary>What is counted where something happens, on virtual time.</summary>
public sealed class RealtimeMetricsTests : VirtualTime
{
    private readonly Meter _meter = new("Realtime");
    private readonly RealtimeMetrics _metrics;

    public RealtimeMetricsTests() => _metrics = new RealtimeMetrics(_meter);

    [Fact]
    public async Task Each_statement_counts_with_its_topics_and_each_that_failed_with_its_kind()
    {
        using var size = new MetricCollector<int>(_meter, "realtime.batch.size");
        using var failures = new MetricCollector<long>(_meter, "realtime.statement.failures");
        var store = new ScriptedStore(Time)
        {
            Answer = (batch, _) => batch.Keys.Contains("bad")
                ? Task.FromException<BatchResult>(new StoreException(StoreFailure.Statement, "no"))
                : Task.FromResult(ScriptedStore.Rows(batch, "1")),
        };
        var measured = new MeasuredStore(store, _metrics);
        var batcher = Sys.ActorOf(QueryBatcher.Props(
            Results.Table(), measured, new AsOfClock(measured, new StoreClock(), TimeSpan.FromSeconds(4)), Results.Polling(), "2a", NullLogger.Instance));
        foreach (var key in (string[])["a", "b", "c", "bad"]) batcher.Tell(new StoreQuestion(new TopicKey(key), 1, null, AtOnce: false), TestActor);
        await AdvanceAsync(TimeSpan.FromMilliseconds(25), batcher);
        ReceiveN(4);

        Assert.Equal(store.Statements.Select(s => s.Keys.Length), size.GetMeasurementSnapshot().Select(m => m.Value));
        var failed = failures.GetMeasurementSnapshot();
        Assert.Equal(store.Statements.Count(s => s.Keys.Contains("bad")), failed.Count);
        Assert.All(failed, f => Assert.Equal(("viewers", "statement"), (f.Tags["data_set"], f.Tags["kind"])));
    }

    [Fact]
    public async Task A_missing_as_of_time_counts_as_a_failed_statement_of_its_own()
    {
        using var failures = new MetricCollector<long>(_meter, "realtime.statement.failures");
        var store = new ScriptedStore(Time) { AsOf = () => Task.FromException<StoreTime>(new StoreException(StoreFailure.Unavailable, "away")) };
        await Assert.ThrowsAsync<StoreException>(() => new MeasuredStore(store, _metrics).AsOfAsync(CancellationToken.None));
        var failure = Assert.Single(failures.GetMeasurementSnapshot());
        Assert.Equal(("as_of", "unavailable"), (failure.Tags["data_set"], failure.Tags["kind"]));
    }

    [Fact]
    public async Task Each_beat_of_a_poller_counts_once_by_what_came_of_it()
    {
        using var polls = new MetricCollector<long>(_meter, "realtime.polls");
        using var duration = new MetricCollector<double>(_meter, "realtime.poll.duration");
        var supervisor = CreateTestProbe();
        var poller = supervisor.ChildActorOf(
            PollerActor.Props(Frames.Key, Results.Table(), CreateTestProbe(), TimeSpan.FromSeconds(17), _metrics), SupervisorStrategy.DefaultStrategy);
        poller.Tell(Beat(1));
        poller.Tell(Beat(2));
        await AdvanceAsync(TimeSpan.FromSeconds(2), poller);
        poller.Tell(Answer(1));
        poller.Tell(Beat(3, Results.Result("[1]")));
        poller.Tell(Answer(3));
        poller.Tell(Beat(4));
        poller.Tell(new StoreRefusal(4, "store timeout"));
        supervisor.ReceiveN(4);

        Assert.Equal(["skipped", "changed", "unchanged", "failed"], polls.GetMeasurementSnapshot().Select(m => m.Tags["outcome"]));
        Assert.Equal([2, 0, 0], duration.GetMeasurementSnapshot().Select(m => Math.Floor(m.Value)));
    }

    [Fact]
    public void What_goes_to_the_socket_counts_with_its_bytes_and_what_finds_no_room_as_dropped()
    {
        using var drops = new MetricCollector<long>(_meter, "realtime.outbox.drops");
        using var frames = new MetricCollector<long>(_meter, "realtime.frames.sent");
        using var bytes = new MetricCollector<long>(_meter, "realtime.sent");
        var carrier = new HeldCarrier { Holds = true };
        var outbox = new Outbox(carrier, new OutboxLimits { Count = 2, Metrics = _metrics });
        var channel = Frames.Channel(carrier, outbox: outbox);
        channel.Relay = new RecordingRef();
        outbox.Send("busy"u8.ToArray());
        foreach (var dataSet in (string[])["one", "two", "three", "four", "four"]) outbox.Send(channel, Frames.Out(dataSet, FrameKind.Snapshot, dataSet));
        while (carrier.Complete())
        {
        }

        frames.RecordObservableInstruments();
        bytes.RecordObservableInstruments();
        Assert.Equal(3, drops.GetMeasurementSnapshot().Sum(m => m.Value));
        Assert.Equal((3, 10), (frames.LastMeasurement!.Value, bytes.LastMeasurement!.Value));
        Assert.Equal((3, 10), (carrier.Sent.Length, carrier.Sent.Sum(Encoding.UTF8.GetByteCount)));
    }

    [Fact]
    public void A_broadcast_is_measured_once_however_many_get_it_and_not_at_all_when_nobody_listens()
    {
        Assert.Equal(0, _metrics.FanOutBegins);
        using var fanOut = new MetricCollector<double>(_meter, "realtime.fanout.duration");
        using var channels = new MetricCollector<long>(_meter, "realtime.channels");
        var joined = new JoinedChannels(Frames.Key, _metrics);
        var all = Enumerable.Range(0, 10).Select(_ => Frames.Channel(new HeldCarrier())).ToArray();
        foreach (var channel in all) joined.Add(channel);
        Assert.True(joined.Broadcast(Frames.Snapshot(1), null));
        joined.Flush();
        Assert.Empty(Assert.Single(fanOut.GetMeasurementSnapshot()).Tags);
        channels.RecordObservableInstruments();
        Assert.Equal(10, channels.LastMeasurement!.Value);

        joined.Remove(all[0]);
        joined.EndAllWithError();
        channels.RecordObservableInstruments();
        Assert.Equal(0, channels.LastMeasurement!.Value);
    }

    [Fact]
    public async Task Actors_that_fail_count_by_their_kind_and_dead_letters_unless_they_may_be_late()
    {
        using var restarts = new MetricCollector<long>(_meter, "realtime.actor.restarts");
        using var dead = new MetricCollector<long>(_meter, "realtime.dead_letters");
        using var log = new KeptLog();
        var counter = Sys.ActorOf(TroubleCounter.Props(_metrics, log));
        await SettleAsync(counter);
        Sys.ActorOf(Akka.Actor.Props.Create<Fragile>(), "batcher-viewers").Tell("break");
        Sys.DeadLetters.Tell("lost");
        Sys.DeadLetters.Tell(SocketClosed.Instance);
        Sys.EventStream.Publish(new Error(null, "akka://x/user/relays", typeof(RealtimeMetricsTests), "an error that ends nobody"));
        await restarts.WaitForMeasurementsAsync(1, TimeSpan.FromSeconds(10));
        await dead.WaitForMeasurementsAsync(1, TimeSpan.FromSeconds(10));
        await SettleAsync(counter);
        Assert.Equal("batcher", Assert.Single(restarts.GetMeasurementSnapshot()).Tags["actor"]);
        Assert.Single(dead.GetMeasurementSnapshot());
        Assert.Contains("String did not reach akka://", Assert.Single(log.Of(2301)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_dead_letters_one_is_named_in_half_a_minute_without_what_is_in_it()
    {
        using var log = new KeptLog();
        var counter = Sys.ActorOf(TroubleCounter.Props(_metrics, log));
        await SettleAsync(counter);
        for (var i = 0; i < 10; i++) counter.Tell(new DeadLetter("secret", TestActor, TestActor));
        await AdvanceAsync(TimeSpan.FromSeconds(31), counter);
        counter.Tell(new DeadLetter("secret", TestActor, TestActor));
        await SettleAsync(counter);

        Assert.Equal(["(0 more", "(9 more"], log.Of(2301).Select(line => line[line.IndexOf('(')..][..7]));
        Assert.DoesNotContain(log.Of(2301), line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("akka://realtime/user/relays/$a", "relay")]
    [InlineData("akka://realtime/user/connections/$xYz", "connection")]
    [InlineData("akka://realtime/system/sharding/topic/12/acme%2F1", "topic")]
    [InlineData("akka.tcp://realtime@10.0.0.1:1/system/sharding/topic/12/acme/time_series", "poller")]
    [InlineData("akka://realtime/system/sharding/topic/12", "other")]
    [InlineData("no path", "other")]
    public void The_kind_of_an_actor_is_one_of_a_few_words_and_never_a_name(string path, string kind)
    {
        Assert.Equal(kind, ActorKind.Of(path));
        Assert.Contains(kind, ActorKind.All);
    }

    private static Poll Beat(long tick, PollResult? last = null) => new(new PollTick(tick, 1_000_000 + (tick * 5_000), 0), last);

    private static StoreAnswer Answer(long tick) => new(tick, DateTimeOffset.UnixEpoch, ["value"], Results.Rows("[1]"));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _meter.Dispose();
    }

    private sealed class Fragile : ReceiveActor
    {
        public Fragile() => ReceiveAny(_ => throw new InvalidOperationException("broken"));
    }
}
