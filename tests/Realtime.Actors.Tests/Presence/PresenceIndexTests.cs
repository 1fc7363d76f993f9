using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.TestKit;
using Realtime.Actors.Membership;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Presence;

/// <summary>What the index of presence writes of nodes that are gone, and when.</summary>
public sealed class PresenceIndexTests : VirtualTime
{
    private const int AtOnce = 50;

    private static readonly Address Where = new("akka", "test", "127.0.0.1", 4053);
    private static readonly TimeSpan Flush = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstSweep = TimeSpan.FromSeconds(5);
    private static readonly NodeGone Gone = new(Where, 7, Crashed: true);

    private readonly TestProbe _replicator;
    private readonly IActorRef _index;

    public PresenceIndexTests()
    {
        _replicator = CreateTestProbe();
        _index = Sys.ActorOf(Props.Create(() => new PresenceIndex(_replicator, null!)));
    }

    [Fact]
    public async Task That_a_node_is_gone_is_written_for_some_of_its_buckets_at_a_time()
    {
        var topics = Enumerable.Range(0, 10_000).Select(i => new TopicKey($"topic-{i}")).DistinctBy(key => PresenceBuckets.Of(key.Hash)).Take(2 * AtOnce + 20).ToArray();
        foreach (var topic in topics)
        {
            _index.Tell(new WatchPresence(topic), CreateTestProbe());
            _index.Tell(new GetSuccess(PresenceBuckets.Key(PresenceBuckets.Of(topic.Hash)), null, Watching(topic)));
        }

        _index.Tell(Gone);

        foreach (var some in new[] { AtOnce, AtOnce, 20, 0 }) Assert.Equal(some, (await WrittenAsync(Flush)).Count);
    }

    [Fact]
    public async Task A_sweep_writes_only_where_the_node_is_still_shown()
    {
        var (shown, left) = (new TopicKey("shown"), new TopicKey("left"));
        _index.Tell(Gone);
        await AdvanceAsync(FirstSweep, _index);
        var asked = Asked();
        Assert.Equal(PresenceBuckets.Count, asked.Count);
        foreach (var topic in new[] { shown, left })
        {
            var get = asked.Single(get => PresenceBuckets.Of(get.Key) == PresenceBuckets.Of(topic.Hash));
            var bucket = topic == shown ? Watching(topic) : Watching(topic).With(Node, [], now: NowMs);
            _index.Tell(new GetSuccess(get.Key, get.Request, bucket));
        }

        var update = Assert.Single(await WrittenAsync(Flush));
        Assert.Equal(PresenceBuckets.Of(shown.Hash), PresenceBuckets.Of(update.Key));
        Assert.Empty(((PresenceBucket)update.Modify(Watching(shown))).TopicsOf(7));
    }

    private static UniqueAddress Node => new(Where, 7);

    private static PresenceBucket Watching(TopicKey topic) => PresenceBucket.Empty.With(Node, [topic.Hash], now: 1);

    private async Task<List<Update>> WrittenAsync(TimeSpan after)
    {
        await AdvanceAsync(after, _index);
        return [.. Received().OfType<Update>()];
    }

    private List<Get> Asked() => [.. Received().OfType<Get>()];

    private List<object> Received()
    {
        var received = new List<object>();
        while (_replicator.HasMessages) received.Add(_replicator.ReceiveOne(TimeSpan.FromSeconds(10)));
        return received;
    }
}
