using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Membership;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Tests.Topics;
using Realtime.Actors.Topics;
using Realtime.Actors.Watchers;

namespace Realtime.Actors.Tests.Watchers;

/// <summary>What a topic's owner makes of reports, subscriptions and deaths.</summary>
public class TopicRosterTests : TopicWorld
{
    private static readonly TimeSpan HalfASecond = TimeSpan.FromMilliseconds(500);

    private readonly TestProbe _other;

    public TopicRosterTests() => _other = CreateTestProbe();

    [Fact]
    public async Task Nodes_see_each_other_and_the_members_of_one_that_dies_leave()
    {
        var topic = await SubscribedAsync();
        Report(topic, Tabs.List(1, 1, [Tabs.Tab("a")]));
        Assert.Equal("a", Update(Relay).Joins.Refs());
        topic.Tell(Subscription(_other, node: 2));
        Report(topic, Tabs.List(2, 1, [Tabs.Tab("b")]));
        Assert.Equal((RosterKind.List, "a"), Update(_other) is var told ? (told.Kind, told.Joins.Refs()) : default);
        await AdvanceAsync(HalfASecond, topic);
        Assert.Equal((RosterKind.Changes, "b"), Update(Relay) is var joined ? (joined.Kind, joined.Joins.Refs()) : default);
        Assert.Equal("b", Update(_other).Joins.Refs());

        topic.Tell(new NodeGone(new Address("akka.tcp", "x"), 2, Crashed: true));
        await AdvanceAsync(PresenceBounds.Default.LeaveAfter, topic);
        Assert.Equal("b", Update(Relay).Leaves.Joined());
    }

    [Fact]
    public async Task An_owner_that_presence_shows_more_nodes_than_reported_waits_for_them()
    {
        var topic = Start();
        topic.Tell(new PresentNodes([1, 2]));
        topic.Tell(Subscription());
        Report(topic, Tabs.List(1, 7, [Tabs.Tab("a")]));
        await AdvanceAsync(TimeSpan.FromSeconds(1), topic);
        Assert.Empty(Updates(Relay));
        topic.Tell(Subscription(_other, node: 2));
        Report(topic, Tabs.List(2, 3, [Tabs.Tab("b")]));

        Assert.Equal(("a b", "a b"), (Update(Relay).Joins.Refs(), Update(_other).Joins.Refs()));
    }

    [Fact]
    public async Task An_owner_does_not_wait_for_ever_for_a_node_that_never_reports()
    {
        var topic = Start();
        topic.Tell(new PresentNodes([1, 2]));
        topic.Tell(Subscription());
        Report(topic, Tabs.List(1, 7, [Tabs.Tab("a")]));
        await AdvanceAsync(PresenceBounds.GatherFor, topic);

        Assert.Equal("a", Update(Relay).Joins.Refs());
    }

    [Fact]
    public async Task An_acknowledgement_has_the_number_of_what_was_told_last_and_a_restarted_owner_has_another()
    {
        var topic = await SubscribedAsync();
        Report(topic, Tabs.List(1, 1, [Tabs.Tab("a")]));
        var told = Update(Relay).Number;
        topic.Tell(Subscription());
        Assert.Equal(told, Relay.FishForMessage<SubscribeAck>(_ => true).Roster);

        topic.Tell(new PresentNodes(null!));
        Relay.FishForMessage(message => message is TopicMoved);
        topic.Tell(Subscription());
        Assert.NotEqual(told, Relay.FishForMessage<SubscribeAck>(_ => true).Roster);
    }

    [Fact]
    public async Task A_lost_report_is_asked_for_and_reports_of_relays_that_are_not_subscribed_are_not_heard()
    {
        var topic = await SubscribedAsync();
        Report(topic, Tabs.List(1, 1, [Tabs.Tab("a")]));
        Update(Relay);
        Report(topic, Tabs.Changes(1, 3, [Tabs.Tab("c")], [], 3));
        Relay.FishForMessage(message => message is TellWatchers);
        Report(topic, Tabs.List(1, 9, [Tabs.Tab("x")], generation: 2));
        Report(topic, Tabs.List(7, 1, [Tabs.Tab("y")]));
        await AdvanceAsync(PresenceBounds.Default.LeaveAfter, topic);

        Assert.Empty(Updates(Relay));
    }

    private async Task<IActorRef> SubscribedAsync()
    {
        var topic = Start();
        topic.Tell(new PresentNodes([1]));
        topic.Tell(Subscription());
        await SettleAsync(topic);
        return topic;
    }

    private static void Report(IActorRef topic, WatchersReport report) => topic.Tell(report);

    private static RosterUpdate Update(TestProbe relay) => relay.FishForMessage<RosterUpdate>(_ => true);

    private static RosterUpdate[] Updates(TestProbe relay)
    {
        var updates = new List<RosterUpdate>();
        while (relay.HasMessages)
        {
            if (relay.ReceiveOne(TimeSpan.Zero) is RosterUpdate update) updates.Add(update);
        }

        return [.. updates];
    }
}
