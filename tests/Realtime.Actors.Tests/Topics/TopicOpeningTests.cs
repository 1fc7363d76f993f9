using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Tests.Topics;

/// <summary>The first beats of an owner: at once for a cold topic, not before the relays spoke for one that ran elsewhere a moment ago.</summary>
public class TopicOpeningTests : TopicWorld
{
    private const long Elsewhere = 2;

    private readonly TestProbe _other;

    public TopicOpeningTests() => (PresenceAnswers, _other) = (false, CreateTestProbe());

    [Fact]
    public void A_topic_that_presence_shows_nowhere_else_polls_at_once()
    {
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([1]));

        AnswerPoll("1");
    }

    [Fact]
    public async Task A_topic_polls_without_a_word_of_presence_when_that_takes_too_long()
    {
        var topic = Start();
        topic.Tell(Subscription());
        await SettleAsync(topic);
        Assert.False(Batcher.HasMessages);

        await AdvanceAsync(TimeSpan.FromMilliseconds(50), topic);
        AnswerPoll("1");
    }

    [Fact]
    public async Task A_fresh_relay_that_comes_first_causes_no_second_poll_of_a_beat_that_the_owner_before_has_polled()
    {
        await AdvanceAsync(UntilBeat());
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([1, Elsewhere]));
        Presence.FishForMessage(m => m is AskToReassert);
        await SettleAsync(topic);
        Assert.False(Batcher.HasMessages);

        var nextDue = NowMs + (long)UntilBeat().TotalMilliseconds;
        topic.Tell(Subscription(_other, Elsewhere, 1, new Position("viewers", "before", 1, nextDue - 5000, nextDue)));
        _other.ExpectMsg<SubscribeAck>();
        await AdvanceAsync(TimeSpan.FromMilliseconds(600), topic);
        Assert.False(Batcher.HasMessages);

        await ToNextBeatAsync(topic);
        AnswerPoll("1");
        Assert.Equal(nextDue, Relay.FishForMessage<DataFrame>(_ => true).Header.Seq);
    }

    [Fact]
    public async Task A_node_that_presence_shows_by_mistake_holds_a_topic_up_for_half_a_second()
    {
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([1, Elsewhere]));
        await AdvanceAsync(TimeSpan.FromMilliseconds(400), topic);
        Assert.False(Batcher.HasMessages);

        await AdvanceAsync(TimeSpan.FromMilliseconds(100), topic);
        AnswerPoll("1");
    }

    [Fact]
    public async Task A_topic_that_ran_elsewhere_goes_on_in_the_phase_it_had()
    {
        Phases = 8;
        await AdvanceAsync(UntilBeat());
        var topic = Start();
        var nextDue = NowMs - NowMs % 5000 + (3 * 625);
        topic.Tell(Subscription(positions: new Position("viewers", "before", 1, nextDue - 5000, nextDue)));
        topic.Tell(new PresentNodes([1]));
        await SettleAsync(topic);
        await AdvanceAsync(TimeSpan.FromMilliseconds(3 * 625), topic);
        await SettleAsync(Poller(topic, "viewers"));
        AnswerPoll("1");

        var header = Relay.FishForMessage<DataFrame>(_ => true).Header;
        Assert.Equal((nextDue, nextDue + 5000), (header.Seq, header.NextDue));
    }

    [Fact]
    public async Task A_topic_that_ends_or_crashes_gives_its_phase_back()
    {
        Phases = 2;
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([1]));
        AnswerPoll("1");
        for (var i = 0; i < 99; i++) Shared.Phases.Enter();
        Assert.Equal(1, Shared.Phases.Enter());

        topic.Tell(new PresentNodes(null!));
        await SettleAsync(topic);
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([1]));
        AnswerPoll("1");
        Watch(topic);
        topic.Tell(StopTopic.Instance);
        ExpectTerminated(topic);
        // Given back at the crash, taken once more, and given back again.
        Assert.Equal(0, Shared.Phases.Enter());
    }

    [Fact]
    public void The_data_set_of_the_longest_interval_tells_the_phase()
    {
        Phases = 8;
        StartWith(Results.Table("fast") with { Interval = TimeSpan.FromSeconds(1) }, Results.Table("viewers"));
        Position Due(string dataSet, long ms) => new(dataSet, "before", 1, 1, 1_000_000 + ms);

        Assert.Null(Shared.PhaseOf([]));
        Assert.Null(Shared.PhaseOf([Due("renamed", 625)]));
        Assert.Equal(5, Shared.PhaseOf([Due("fast", 250), Due("viewers", 5 * 625)]));
        // Four phases fit into a second, and the fifth of eight is their second.
        Assert.Equal(250, Shared.Schedule(Shared.Pack.DataSets[0], phase: 5).PhaseMs);
    }

    [Fact]
    public void A_crash_of_the_owner_before_is_not_waited_for()
    {
        var topic = Start();
        topic.Tell(Subscription() with { OwnerCrashed = true });
        topic.Tell(new PresentNodes([1, Elsewhere]));

        AnswerPoll("1");
    }
}
