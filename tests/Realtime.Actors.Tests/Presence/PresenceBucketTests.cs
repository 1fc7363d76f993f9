using Akka.Actor;
using Akka.Cluster;
using Akka.TestKit.Xunit2;
using CsCheck;
using Realtime.Actors.Presence;
using Realtime.Actors.Serialization;

namespace Realtime.Actors.Tests.Presence;

/// <summary>What replicas of a bucket of presence make of each other's words, in whatever order those come.</summary>
public sealed class PresenceBucketTests() : TestKit("akka.loglevel = WARNING")
{
    private static readonly UniqueAddress One = Node(-5);
    private static readonly UniqueAddress Two = Node(8);

    /// <summary>Words of three nodes: each is the newest of its node's at the time.</summary>
    private static readonly Gen<PresenceBucket[]> Words = Gen.Select(Gen.Int[0, 2], Gen.ULong[0, 9].Array[0, 4], Gen.Int[0, 9], (node, topics, ends) => (node, topics, ends)).Array[1, 12].Select(said =>
    {
        var (all, words) = (PresenceBucket.Empty, new List<PresenceBucket>());
        foreach (var (node, topics, ends) in said)
        {
            var changed = ends == 0 ? all.Without(node, now: 100) : all.With(Node(node), topics.Distinct(), now: 100);
            words.Add(changed.Delta);
            all = changed.ResetDelta();
        }

        return words.ToArray();
    });

    [Fact]
    public void Replicas_that_heard_the_same_words_agree_whatever_the_order_and_however_often() =>
        Gen.Select(Words, Gen.Int).Sample((words, seed) =>
        {
            var inOrder = words.Aggregate(PresenceBucket.Empty, (all, word) => all.MergeDelta(word));
            var shuffled = words.Concat(words).OrderBy(word => HashCode.Combine(seed, word)).ToArray();
            var otherwise = shuffled.Aggregate(PresenceBucket.Empty, (all, word) => word.Merge(all));

            Assert.Equal(inOrder, otherwise);
            Assert.Equal(Bytes(inOrder), Bytes(otherwise));
        });

    [Fact]
    public void It_comes_back_as_it_was_from_another_node() =>
        Words.Sample(words =>
        {
            var bucket = words.Aggregate(PresenceBucket.Empty, (all, word) => all.Merge(word));
            var serializer = new RealtimeSerializer((ExtendedActorSystem)Sys);
            var back = Assert.IsType<PresenceBucket>(serializer.FromBinary(serializer.ToBinary(bucket), serializer.Manifest(bucket)));

            Assert.Equal(bucket, back);
            Assert.Equal(bucket.Nodes.Select(of => (of.Node, string.Join(' ', of.Topics))), back.Nodes.Select(of => (of.Node, string.Join(' ', of.Topics))));
        });

    [Fact]
    public void What_a_node_says_last_holds_also_where_its_clock_was_set_back()
    {
        var before = PresenceBucket.Empty.With(One, [1, 2], now: 1_000);
        var after = before.With(One, [2], now: 10);

        Assert.Equal([2UL], after.Merge(before).TopicsOf(-5).ToArray());
        Assert.Equal([2UL], before.Merge(after).TopicsOf(-5).ToArray());
    }

    [Fact]
    public void What_it_said_before_it_started_anew_without_memory_does_not_come_back()
    {
        var forgotten = PresenceBucket.Empty.With(One, [1], now: 1_000);
        var anew = PresenceBucket.Empty.With(One, [2], now: 1_001);

        Assert.Equal([2UL], anew.Merge(forgotten).TopicsOf(-5).ToArray());
    }

    [Fact]
    public void Nothing_is_told_where_nothing_changed()
    {
        var bucket = PresenceBucket.Empty.With(One, [2, 1], now: 1).ResetDelta();

        Assert.Same(bucket, bucket.With(One, [1, 2], now: 2));
        Assert.Same(bucket, bucket.Merge(PresenceBucket.Empty));
        Assert.Same(bucket, bucket.Without(nodeUid: 8, now: 2));
        Assert.Empty(bucket.Delta.Nodes);
    }

    [Fact]
    public void Only_what_changed_is_told_and_all_of_it()
    {
        var bucket = PresenceBucket.Empty.With(One, [1], now: 1).ResetDelta();
        var changed = bucket.With(Two, [3], now: 1).With(Two, [3, 4], now: 2);

        Assert.Equal([8], changed.Delta.Nodes.Select(of => (long)of.Node.Uid));
        Assert.Equal(changed, bucket.MergeDelta(changed.Delta));
    }

    [Fact]
    public void A_node_that_is_gone_stays_gone_whatever_was_on_its_way()
    {
        var late = PresenceBucket.Empty.With(One, [1], now: 60_000);
        var swept = PresenceBucket.Empty.With(One, [2], now: 1).Without(-5, now: 10_000);

        Assert.Empty(swept.Merge(late).TopicsOf(-5));
        Assert.Same(swept, swept.Without(-5, now: 20_000));
    }

    [Fact]
    public void A_node_that_was_taken_for_gone_by_mistake_is_heard_again()
    {
        var swept = PresenceBucket.Empty.With(One, [2], now: 1).Without(-5, now: 10_000);
        var again = swept.With(One, [2], now: 11_000);

        Assert.Equal([2UL], swept.Merge(again).TopicsOf(-5).ToArray());
    }

    [Fact]
    public void Pruning_takes_out_what_is_left_of_a_node()
    {
        var both = PresenceBucket.Empty.With(One, [1], now: 1).With(Two, [2], now: 1);

        Assert.Equal([One, Two], both.ModifiedByNodes.OrderBy(node => node.Uid));
        Assert.True(both.NeedPruningFrom(One));
        var pruned = both.Prune(One, collapseInto: Two);
        Assert.False(pruned.NeedPruningFrom(One));
        Assert.Equal([Two], pruned.ModifiedByNodes);
        Assert.Equal([2UL], pruned.TopicsOf(8).ToArray());
    }

    private byte[] Bytes(PresenceBucket bucket) => new RealtimeSerializer((ExtendedActorSystem)Sys).ToBinary(bucket);

    /// <summary>A member's protocol and name are those of the actor system here.</summary>
    private static UniqueAddress Node(int uid) => new(new Address("akka", "test", "Node-X.example", 4053), uid);
}
