using System.Globalization;
using CsCheck;
using Realtime.Actors.Polling;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Polling;

/// <summary>Runs the search as the batcher does: parts in the order they fell, each failing when it holds a bad topic.</summary>
public class BisectionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public void Up_to_two_bad_topics_cost_their_neighbours_nothing() => Gen.Int[1, 5_000].SelectMany(n => Gen.Select(Gen.Const(n), Gen.Int[0, n - 1].Array[0, 2])).Sample(
        (topics, bad) =>
        {
            var search = Search(topics, bad.Contains);

            // Two of two, or of a handful, leave nobody who could show that the store answers.
            if (topics > 4 || bad.Length < 2) Assert.Equal(topics - bad.Distinct().Count(), search.Answered.Count);
            Assert.InRange(search.Statements, 1, Budget(topics));
        },
        iter: 2_000);

    [Fact]
    public void However_many_are_bad_the_statements_are_bounded() => Gen.Int[1, 5_000].SelectMany(n => Gen.Select(Gen.Const(n), Gen.Int[0, n - 1].Array[0, 100])).Sample(
        (topics, bad) => Assert.InRange(Search(topics, bad.ToHashSet().Contains).Statements, 1, Budget(topics)),
        iter: 1_000);

    [Fact]
    public void A_topic_is_called_bad_only_when_it_is() => Gen.Int[2, 500].SelectMany(n => Gen.Select(Gen.Const(n), Gen.Int[0, n - 1].Array[1, 5])).Sample(
        (topics, bad) => Assert.All(Search(topics, bad.Contains).Isolated, topic => Assert.Contains(topic, bad)),
        iter: 1_000);

    [Fact]
    public void A_fault_of_the_whole_data_set_stops_after_few_statements()
    {
        var search = Search(5_000, _ => true);

        Assert.Equal(1 + 2 + 4 + 8, search.Statements);
        Assert.Empty(search.Isolated);
    }

    [Fact]
    public void An_unavailable_store_is_never_asked_in_parts()
    {
        Assert.False(new Bisection(1_000, Timeout).Divide(StoreFailure.Unavailable, 1_000, depth: 0));
        Assert.Equal(1, Search(1_000, _ => true, StoreFailure.Unavailable).Statements);
    }

    [Fact]
    public void A_single_topic_is_not_divided() => Assert.False(new Bisection(1, Timeout).Divide(StoreFailure.Statement, 1, depth: 0));

    [Fact]
    public void Each_part_gets_half_the_time_but_never_less_than_a_fifth_of_a_second()
    {
        var search = new Bisection(100, Timeout);

        Assert.Equal([4_000, 2_000, 1_000, 500, 250, 200, 200], Enumerable.Range(0, 7).Select(depth => search.TimeoutAt(depth).TotalMilliseconds));
        Assert.Equal(100, new Bisection(100, TimeSpan.FromMilliseconds(100)).TimeoutAt(0).TotalMilliseconds);
    }

    [Fact]
    public void A_topic_returns_after_three_fast_answers_in_a_row()
    {
        var isolation = new Isolation();
        var key = new TopicKey("bad");
        isolation.Add(key, 1);
        isolation.Answered(key, 2, fast: true);
        isolation.Answered(key, 3, fast: true);
        isolation.Add(key, 4);
        isolation.Answered(key, 5, fast: true);
        isolation.Answered(key, 6, fast: true);
        isolation.Answered(key, 7, fast: false);
        isolation.Answered(key, 8, fast: true);
        isolation.Answered(key, 9, fast: true);
        Assert.True(isolation.Holds(key));

        isolation.Answered(key, 10, fast: true);
        Assert.False(isolation.Holds(key));
    }

    [Fact]
    public void Few_topics_are_isolated_and_those_nobody_asks_for_make_room()
    {
        var isolation = new Isolation();
        for (var i = 0; i < 40; i++) isolation.Add(Key(i), tick: 1);
        Assert.Equal(32, Enumerable.Range(0, 40).Count(i => isolation.Holds(Key(i))));

        isolation.Add(Key(99), tick: 22);
        Assert.True(isolation.Holds(Key(99)));
        Assert.False(isolation.Holds(Key(0)));
    }

    private static TopicKey Key(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    private static int Budget(int topics) => 1 + 8 + 4 * (int)Math.Ceiling(Math.Log2(Math.Max(2, topics)));

    private static (int Statements, HashSet<int> Answered, List<int> Isolated) Search(int topics, Func<int, bool> bad, StoreFailure failure = StoreFailure.Statement)
    {
        var bisection = new Bisection(topics, Timeout);
        var parts = new Queue<(int[] Topics, int Depth)>([(Enumerable.Range(0, topics).ToArray(), 0)]);
        var (statements, answered, isolated) = (0, new HashSet<int>(), new List<int>());
        while (parts.TryDequeue(out var part))
        {
            statements++;
            if (!part.Topics.Any(bad))
            {
                bisection.Succeeded();
                answered.UnionWith(part.Topics);
            }
            else if (bisection.Divide(failure, part.Topics.Length, part.Depth))
            {
                var middle = part.Topics.Length / 2;
                parts.Enqueue((part.Topics[..middle], part.Depth + 1));
                parts.Enqueue((part.Topics[middle..], part.Depth + 1));
            }
            else if (bisection.Isolates(failure, part.Topics.Length))
            {
                isolated.Add(part.Topics[0]);
            }
        }

        return (statements, answered, isolated);
    }
}
