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

/// <summary>Who watches a topic, and how it ends when nobody does.</summary>
public class TopicWatchTests : TopicWorld
{
    [Fact]
    public async Task It_passivates_only_when_table_and_presence_are_empty_and_the_linger_has_ended()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        topic.Tell(new PresentNodes([1]));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 1));
        await AdvanceAsync(Linger, topic);
        await AdvanceAsync(Linger, topic);
        await Shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        topic.Tell(new PresentNodes([]));
        await AdvanceAsync(Linger - TimeSpan.FromMilliseconds(100), topic);
        await Shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await AdvanceAsync(TimeSpan.FromMilliseconds(100), topic);
        Assert.IsType<StopTopic>(Shard.ExpectMsg<Passivate>().StopMessage);
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
        await Shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        await AdvanceAsync(TimeSpan.FromSeconds(2), topic);
        Shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public async Task What_presence_does_not_know_yet_counts_as_somebody_watching()
    {
        PresenceAnswers = false;
        var topic = Start();
        topic.Tell(new Unsubscribe(Frames.Key, 1, 1));
        await AdvanceAsync(2 * Linger, topic);

        await Shard.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_subscription_that_meets_passivation_goes_back_to_the_shard_with_its_sequence()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        var frame = Relay.ExpectMsg<DataFrame>();
        topic.Tell(StopTopic.Instance);

        var again = Shard.ExpectMsg<Subscribe>();
        Assert.Equal((Relay.Ref, 1L, 1L), (again.Relay, again.NodeUid, again.Generation));
        Assert.Equal(new Position("viewers", frame.Header.Epoch!, frame.Base, frame.Header.Seq!.Value, frame.Header.NextDue!.Value), Assert.Single(again.Positions));
        Relay.ExpectMsg<TopicMoved>();
        await WatchAsync(topic);
        await ExpectTerminatedAsync(topic);

        var next = Start();
        next.Tell(again);
        Relay.ExpectMsg<SubscribeAck>();
        await SettleAsync(next);
        await Batcher.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        await ToNextBeatAsync(next);
        AnswerPoll("2");
        Assert.Equal((FrameKind.Snapshot, frame.Header.NextDue.Value), Kind(Relay.ExpectMsg<DataFrame>()));
    }

    [Fact]
    public void A_restart_tells_the_relays_that_the_topic_moved()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
        // Not an answer that any poller gives: the supervisor crashes on it.
        topic.Tell(new PresentNodes(null!));

        Relay.ExpectMsg<TopicMoved>();
        topic.Tell(Subscription());
        Relay.ExpectMsg<SubscribeAck>();
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_expires()
    {
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([]));
        Relay.ExpectMsg<SubscribeAck>();
        AnswerPoll("1");
        for (var i = 0; i < 65 && !Shard.HasMessages; i++)
        {
            await ToNextBeatAsync(topic);
            if (Batcher.HasMessages) AnswerPoll("1");
        }

        Shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public async Task An_older_generation_is_ignored_and_so_is_the_farewell_of_another()
    {
        var topic = Start();
        topic.Tell(Subscription(generation: 5));
        Assert.Equal(5, Relay.ExpectMsg<SubscribeAck>().Generation);
        var older = CreateTestProbe();
        topic.Tell(Subscription(older, generation: 4));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 4));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 6));
        await SettleAsync(topic);
        AnswerPoll("1");

        Relay.ExpectMsg<DataFrame>();
        await older.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Nodes_that_presence_shows_but_never_subscribed_are_asked_to_subscribe_again()
    {
        var topic = Start();
        topic.Tell(Subscription());
        Presence.ExpectMsg<WatchPresence>();
        topic.Tell(new PresentNodes([1, 2]));

        Assert.Equal([2L], Presence.ExpectMsg<AskToReassert>().NodeUids.ToArray());
    }

    [Fact]
    public async Task A_topic_that_only_presence_keeps_alive_asks_it_again_at_each_beat()
    {
        var topic = Start();
        topic.Tell(Subscription());
        topic.Tell(new PresentNodes([1]));
        topic.Tell(new Unsubscribe(Frames.Key, 1, 1));
        Presence.ExpectMsg<WatchPresence>();
        await ToNextBeatAsync(topic);

        Presence.ExpectMsg<WatchPresence>();
    }
}
