using System.Collections.Frozen;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Realtime.Actors.Membership;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Tests.Membership;

/// <summary>What a topic does not send while its node has no permit.</summary>
public sealed class TopicPermitTests : VirtualTime
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly TestProbe _shard;
    private readonly TestProbe _batcher;
    private readonly TestProbe _relay;
    private readonly ManualClock _clock = new();
    private readonly PollPermit _permit;

    public TopicPermitTests() => (_shard, _batcher, _relay, _permit) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), new PollPermit(_clock));

    [Fact]
    public async Task A_subscription_is_not_acknowledged_until_the_relay_asks_again_with_the_permit_back()
    {
        var topic = Start();
        _permit.Extend(_clock.MonotonicClock, isAlone: false);
        _clock.Advance(PollPermit.Lasts);
        topic.Tell(Subscription());
        await SettleAsync(topic);
        Assert.False(_relay.HasMessages);
        Assert.False(_batcher.HasMessages);

        _permit.Extend(_clock.MonotonicClock, isAlone: false);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _permit.Extend(_clock.MonotonicClock, isAlone: false);
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        _batcher.ExpectMsg<StoreQuestion>();
    }

    [Fact]
    public async Task An_answer_of_the_store_that_comes_without_the_permit_goes_to_nobody()
    {
        var topic = Start();
        topic.Tell(Subscription());
        _relay.ExpectMsg<SubscribeAck>();
        var question = _batcher.ExpectMsg<StoreQuestion>();
        _permit.Extend(_clock.MonotonicClock, isAlone: false);
        _clock.Advance(PollPermit.Lasts);
        var poller = _batcher.LastSender;
        _batcher.Reply(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows("[1]")));
        await SettleAsync(poller, topic);
        Assert.False(_relay.HasMessages);
    }

    [Fact]
    public async Task A_topic_that_is_asked_for_without_the_permit_does_not_end_only_to_be_started_again()
    {
        var topic = Start();
        _permit.Extend(_clock.MonotonicClock, isAlone: false);
        _clock.Advance(PollPermit.Lasts);
        for (var i = 0; i < 3; i++)
        {
            topic.Tell(Subscription());
            await AdvanceAsync(Linger - TimeSpan.FromSeconds(1), topic);
        }

        Assert.False(_shard.HasMessages);
        await AdvanceAsync(TimeSpan.FromSeconds(1), topic);
        _shard.ExpectMsg<Passivate>();
    }

    private IActorRef Start()
    {
        var shared = new TopicContext(
            Results.Pack(Results.Table("viewers")), Results.Polling(TimeSpan.FromSeconds(5)), Linger, new StoreClock(),
            new Dictionary<string, IActorRef> { ["viewers"] = _batcher.Ref }.ToFrozenDictionary(), CreateTestProbe()) { Permit = _permit };
        var topic = _shard.ChildActorOf(TopicSupervisor.Props(Frames.Key, shared), SupervisorStrategy.DefaultStrategy);
        topic.Tell(new PresentNodes([]));
        return topic;
    }

    private Subscribe Subscription() => new(Frames.Key, _relay.Ref, 1, 1, []);
}
