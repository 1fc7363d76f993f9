using Akka.Actor;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Topics;

/// <summary>The plain types of a topic: table, linger, shards and buckets.</summary>
public class TopicStateTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(100);
    private readonly SubscriberTable _table = new();
    private readonly RecordingRef _relay = new();

    [Fact]
    public void A_later_incarnation_of_a_nodes_relay_wins_and_an_older_one_is_ignored()
    {
        Assert.True(_table.Put(1, _relay, 5, Soon));
        Assert.True(_table.Put(1, _relay, 5, Soon));
        Assert.False(_table.Put(1, ActorRefs.Nobody, 4, Soon));
        Assert.True(_table.Put(1, _relay, 6, Soon));

        Assert.Equal(new SubscriberTable.Entry(_relay, 6, Soon), Assert.Single(_table.Entries).Value);
    }

    [Fact]
    public void Only_the_same_generation_ends_a_subscription()
    {
        _table.Put(1, _relay, 6, Soon);

        Assert.False(_table.Remove(1, 5));
        Assert.False(_table.Remove(1, 7));
        Assert.False(_table.Remove(2, 6));
        Assert.True(_table.Remove(1, 6));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Leases_that_ran_out_are_dropped()
    {
        _table.Put(1, _relay, 1, Soon);
        _table.Put(2, _relay, 1, 2 * Soon);

        Assert.False(_table.Expire(Soon));
        Assert.True(_table.Expire(Soon + TimeSpan.FromTicks(1)));
        Assert.False(_table.Has(1));
        Assert.True(_table.Has(2));
    }

    [Fact]
    public void Nobody_looks_while_every_node_says_so()
    {
        Assert.False(_table.AllHidden);
        _table.Put(1, _relay, 1, Soon, hidden: true);
        Assert.True(_table.AllHidden);
        _table.Put(2, _relay, 1, Soon);
        Assert.False(_table.AllHidden);
        _table.Put(2, _relay, 1, Soon, hidden: true);
        Assert.True(_table.AllHidden);
    }

    [Fact]
    public void Linger_starts_once_when_nobody_watches_and_a_watcher_cancels_it()
    {
        var linger = new Linger(TimeSpan.FromSeconds(5));
        Assert.False(linger.Update(watched: true, TimeSpan.Zero));
        Assert.True(linger.Update(watched: false, TimeSpan.FromSeconds(1)));
        Assert.False(linger.Update(watched: false, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(4), linger.Left(TimeSpan.FromSeconds(2)));

        linger.Update(watched: true, TimeSpan.FromSeconds(3));
        Assert.False(linger.Running);
        Assert.Null(linger.Left(TimeSpan.FromSeconds(3)));
        Assert.True(linger.Update(watched: false, TimeSpan.FromSeconds(4)));
        Assert.Equal(TimeSpan.FromSeconds(5), linger.Left(TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void All_topics_of_a_presence_bucket_live_in_one_shard()
    {
        var shards = new TopicShards();
        var perBucket = Enumerable.Range(0, 80_000).Select(i => new TopicKey($"topic-{i}")).ToLookup(key => PresenceBuckets.Of(key.Hash), key => shards.ShardId(key.Value));

        Assert.Equal(PresenceBuckets.Count, perBucket.Count);
        Assert.All(perBucket, bucket => Assert.Single(bucket.Distinct()));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("日本")]
    public void The_shard_of_a_topic_is_part_of_the_protocol_between_versions(string key)
    {
        var expected = key == "acme" ? AcmeHash : JapanHash;

        Assert.Equal(expected, new TopicKey(key).Hash);
        Assert.Equal($"{expected % 512}", new TopicShards().ShardId(key));
        Assert.Equal((int)(expected % 4_096), PresenceBuckets.Of(expected));
    }

    private const ulong AcmeHash = 4948779126678378721;
    private const ulong JapanHash = 3177284604324879296;

    [Fact]
    public void Messages_for_a_topic_are_routed_by_its_key_and_others_are_not()
    {
        var shards = new TopicShards();
        var message = new Unsubscribe(new TopicKey("acme"), 1, 1);

        Assert.Equal(("acme", shards.ShardId("acme"), message), (shards.EntityId(message), shards.ShardId(message), shards.EntityMessage(message)));
        Assert.Null(shards.EntityId("other"));
        Assert.Null(shards.ShardId((object)new TopicMoved(new TopicKey("acme"))));
    }

    [Fact]
    public void The_key_of_a_presence_bucket_tells_which_it_is() =>
        Assert.Equal(Enumerable.Range(0, PresenceBuckets.Count), Enumerable.Range(0, PresenceBuckets.Count).Select(bucket => PresenceBuckets.Of(PresenceBuckets.Key(bucket))));
}
