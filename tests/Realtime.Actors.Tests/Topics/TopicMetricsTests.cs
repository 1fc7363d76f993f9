using Akka.Actor;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Tests.Topics;

/// <summary>What an owner counts of itself.</summary>
public class TopicMetricsTests : TopicWorld
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_topic_counts_as_taken_over_once_however_many_relays_tell_of_the_crash(bool crashed, int expected)
    {
        using var failovers = new MetricCollector<long>(Meter, "realtime.failovers");
        var topic = Start();
        topic.Tell(Subscription() with { OwnerCrashed = crashed });
        topic.Tell(Subscription(CreateTestProbe(), node: 2) with { OwnerCrashed = crashed });
        await SettleAsync(topic);

        Assert.Equal(expected, failovers.GetMeasurementSnapshot().Sum(m => m.Value));
    }

    [Fact]
    public async Task A_topic_counts_while_it_runs_also_after_a_restart()
    {
        using var topics = new MetricCollector<long>(Meter, "realtime.topics");
        var topic = Start();
        topic.Tell(Subscription());
        // Not an answer that any poller gives: the supervisor crashes on it.
        topic.Tell(new PresentNodes(null!));
        Relay.FishForMessage(m => m is TopicMoved);
        await SettleAsync(topic);
        topics.RecordObservableInstruments();
        Assert.Equal(1, topics.LastMeasurement!.Value);

        Watch(topic);
        topic.Tell(StopTopic.Instance);
        ExpectTerminated(topic);
        topics.RecordObservableInstruments();
        Assert.Equal(0, topics.LastMeasurement!.Value);
    }

    [Fact]
    public async Task A_beat_that_comes_late_says_by_how_much()
    {
        using var late = new MetricCollector<double>(Meter, "realtime.tick.lateness");
        var topic = Start();
        topic.Tell(Subscription());
        AnswerPoll("1");
        await SettleAsync(topic);
        await AdvanceAsync(UntilBeat() + TimeSpan.FromMilliseconds(300), topic);

        var measured = Assert.Single(late.GetMeasurementSnapshot());
        Assert.Equal("viewers", measured.Tags["data_set"]);
        Assert.InRange(measured.Value, 0.3, 0.31);
    }
}
