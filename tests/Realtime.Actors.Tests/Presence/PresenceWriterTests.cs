using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.TestKit;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Presence;

/// <summary>What the writer of presence asks of DistributedData, and when.</summary>
public sealed class PresenceWriterTests : VirtualTime
{
    /// <summary>4,000 words, of which a topic takes eleven: itself, and that it changed.</summary>
    private const int TopicsOfFlush = 364;

    private static readonly TimeSpan Flush = TimeSpan.FromMilliseconds(200);

    private readonly TestProbe _replicator;
    private readonly IActorRef _writer;
    private int _members = 3;

    public PresenceWriterTests()
    {
        _replicator = CreateTestProbe();
        _writer = Sys.ActorOf(PresenceWriter.Props(_replicator, new UniqueAddress(new Address("akka", "one-node"), 7), () => _members));
    }

    [Fact]
    public async Task A_burst_of_topics_is_written_a_message_full_at_a_time_and_who_came_first_goes_first()
    {
        var topics = Enumerable.Range(0, 1_000).Select(i => new TopicKey($"topic-{i}")).ToArray();
        foreach (var topic in topics) _writer.Tell(new TopicWatched(topic));

        var flushes = new List<ulong[]>();
        for (var i = 0; i < 3; i++) flushes.Add(await NextAsync());

        // A bucket is written as a whole, so that the last one may bring a topic or two more.
        Assert.InRange(flushes[0].Length, TopicsOfFlush, TopicsOfFlush + 5);
        Assert.InRange(flushes[1].Length, TopicsOfFlush, TopicsOfFlush + 5);
        Assert.Equal(Hashes(topics).Order(), flushes.SelectMany(hashes => hashes).Order());
        Assert.Subset(flushes[0].ToHashSet(), Hashes(topics[..300]).ToHashSet());
        Assert.Empty(await NextAsync());
    }

    [Fact]
    public async Task In_a_large_cluster_less_is_written_at_once_because_a_message_holds_more_flushes_and_the_parts_of_more_nodes()
    {
        _members = 10;
        foreach (var i in Enumerable.Range(0, 1_000)) _writer.Tell(new TopicWatched(new TopicKey($"topic-{i}")));

        Assert.InRange((await NextAsync()).Length, 109, 115);
    }

    [Fact]
    public async Task A_topic_that_is_watched_and_left_within_a_flush_is_written_as_it_is_then()
    {
        var (left, stays) = (new TopicKey("left"), new TopicKey("stays"));
        foreach (var topic in new[] { left, stays }) _writer.Tell(new TopicWatched(topic));
        _writer.Tell(new TopicUnwatched(left));

        Assert.Equal(Hashes(stays), await NextAsync());
    }

    [Fact]
    public async Task What_DistributedData_lost_is_written_again_a_message_full_at_a_time()
    {
        _writer.Tell(new WatchedTopics([.. Enumerable.Range(0, 8_000).Select(i => new TopicKey($"topic-{i}"))]));
        for (var i = 0; i < PresenceBuckets.Count; i++) _writer.Tell(new NotFound(_replicator.ExpectMsg<Get>().Key, null));

        for (var i = 0; i < 3; i++) Assert.InRange((await NextAsync()).Length, TopicsOfFlush, TopicsOfFlush + 10);
    }

    private static IEnumerable<ulong> Hashes(params TopicKey[] topics) => topics.Select(topic => topic.Hash);

    /// <summary>What the next flush makes of empty buckets.</summary>
    private async Task<ulong[]> NextAsync()
    {
        await AdvanceAsync(Flush, _writer);
        var written = new List<ulong>();
        while (_replicator.HasMessages) written.AddRange(((PresenceBucket)_replicator.ExpectMsg<Update>().Modify(PresenceBucket.Empty)).TopicsOf(7));
        return [.. written];
    }
}
