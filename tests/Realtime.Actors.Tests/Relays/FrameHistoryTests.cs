using CsCheck;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Relays;

public class FrameHistoryTests
{
    private const long T = 1_000_000;
    private const long All = long.MinValue / 2;
    private static readonly string[] DataSets = ["viewers", "titles", "points"];
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(100);

    [Fact]
    public void Whatever_comes_it_stays_in_its_bounds_and_begins_with_a_whole_result() => Gen
        .Select(Gen.Int[0, 40_000], Gen.Int[0, 60_000], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5_000], Gen.Int[0, 500], Gen.Int[0, 9]).Array[0, 120])
        .Sample((perTopic, perNode, steps) =>
        {
            var budget = new HistoryBudget(new HistorySettings { BytesPerTopic = perTopic, BytesPerNode = perNode });
            FrameHistory[] histories = [new(DataSets, Span, budget), new(DataSets, Span, budget)];
            var stands = new Dictionary<(int, string), long>();
            var seq = T;
            foreach (var (which, rows, change, chance) in steps)
            {
                var (history, dataSet) = (chance % 2, DataSets[which]);
                seq += chance == 0 ? 60_000 : 5_000;
                var frame = chance != 1 && stands.TryGetValue((history, dataSet), out var stood)
                    ? Frames.Changed(seq, stood, Row(rows), Row(change), dataSet: dataSet)
                    : Frames.Snapshot(seq, Row(rows), dataSet: dataSet);
                stands[(history, dataSet)] = seq;
                histories[history].Add(frame);
                foreach (var kept in histories) CheckWhole(kept);
                Assert.InRange(histories[history].Bytes, 0, perTopic);
                Assert.Equal(budget.Used, histories.Sum(h => h.Bytes));
                Assert.InRange(budget.Used, 0, perNode);
            }

            foreach (var history in histories) history.Close();
            Assert.Equal(0, budget.Used);
        });

    [Fact]
    public void A_whole_result_is_kept_at_least_every_32_changes()
    {
        var history = Filled(200, rows: 5_000, change: 10);

        var frames = history.Since(All, long.MaxValue);
        Assert.InRange(frames.Count(f => f.Frame.Rows is not null), 2, 8);
        Assert.All(frames.Chunk(PastLine.GroupFrames), chunk => Assert.Contains(chunk, f => f.Frame.Rows is not null));
    }

    [Fact]
    public void What_is_older_than_its_span_leaves_but_not_what_is_still_shown()
    {
        var history = Filled(200, rows: 50, change: 40, Span);
        history.Add(Frames.Snapshot(T, dataSet: "titles"));
        history.Add(Frames.Snapshot(T + 1_000_000, dataSet: "viewers"));

        var frames = history.Since(All, long.MaxValue);
        Assert.Equal(T, Assert.Single(frames, f => f.DataSet == "titles").Frame.Seq);
        Assert.InRange(frames.Count(f => f.DataSet == "viewers"), 1, 20 + PastLine.GroupFrames);
    }

    [Fact]
    public void Looking_back_begins_with_the_last_whole_result_before_that_time()
    {
        var history = Filled(15, rows: 60, change: 20);
        var at = T + (9 * 5_000) + 1;

        var frames = history.Since(at, long.MaxValue);
        Assert.True(frames[0].Frame.Rows is not null && frames[0].Frame.Seq <= at);
        Assert.DoesNotContain(frames.Skip(1), f => f.Frame.Rows is not null && f.Frame.Seq <= at);
        Assert.Equal(T + (14 * 5_000), frames[^1].Frame.Seq);
    }

    [Fact]
    public void What_would_be_too_much_for_an_answer_is_cut_at_the_far_end()
    {
        var history = Filled(15, rows: 3_000, change: 2_900);

        var frames = history.Since(All, 30_000);
        Assert.InRange(frames.Sum(f => f.Frame.Bytes), 1, 30_000);
        Assert.NotNull(frames[0].Frame.Rows);
        Assert.Equal(T + (14 * 5_000), frames[^1].Frame.Seq);
    }

    [Fact]
    public void Changes_are_given_only_as_an_unbroken_chain_to_the_latest()
    {
        var history = Filled(5, rows: 500, change: 20);

        Assert.Equal([T + 15_000, T + 20_000], history.Changes("viewers", "e1", T + 10_000, T + 20_000)!.Select(f => f.Seq));
        Assert.Null(history.Changes("viewers", "e2", T + 10_000, T + 20_000));
        Assert.Null(history.Changes("viewers", "e1", T + 10_001, T + 20_000));
        Assert.Null(history.Changes("viewers", "e1", T + 10_000, T + 25_000));
        Assert.Null(history.Changes("unknown", "e1", T + 10_000, T + 20_000));
        history.Add(Frames.Snapshot(T + 25_000, "[9]"));
        history.Add(Frames.Changed(T + 30_000, T + 25_000));
        Assert.Null(history.Changes("viewers", "e1", T + 10_000, T + 30_000));
        Assert.Single(history.Changes("viewers", "e1", T + 25_000, T + 30_000)!);
    }

    [Fact]
    public void The_same_seq_of_another_owner_is_no_link()
    {
        var history = Filled(1, rows: 50, change: 5);
        history.Add(Frames.Changed(T + 5_000, T, epoch: "e2"));

        Assert.Null(history.Changes("viewers", "e1", T, T + 5_000));
        Assert.All(history.Since(All, long.MaxValue), f => Assert.NotNull(f.Frame.Rows));
    }

    [Fact]
    public void A_topic_that_begins_when_others_took_all_gets_its_share()
    {
        var budget = new HistoryBudget(new HistorySettings { BytesPerTopic = 100_000, BytesPerNode = 100_000 });
        var (early, late) = (new FrameHistory(DataSets, Span, budget), new FrameHistory(DataSets, Span, budget));
        for (var i = 0; i < 200; i++)
        {
            early.Add(Frames.Snapshot(T + i, Row(3_000)));
            if (i > 100) late.Add(Frames.Snapshot(T + i, Row(3_000)));
        }

        Assert.InRange(late.Bytes, 30_000, 60_000);
        Assert.InRange(early.Bytes, 30_000, 60_000);
    }

    [Fact]
    public void A_result_too_large_to_keep_costs_its_own_data_set_the_past_and_no_other()
    {
        var budget = new HistoryBudget(new HistorySettings { BytesPerTopic = 10_000 });
        var history = new FrameHistory(DataSets, Span, budget);
        history.Add(Frames.Snapshot(T, Row(3_000), dataSet: "titles"));
        history.Add(Frames.Snapshot(T, Row(3_000)));
        history.Add(Frames.Snapshot(T + 5_000, Row(20_000)));

        Assert.Equal("titles", Assert.Single(history.Since(All, long.MaxValue)).DataSet);
        Assert.Equal(budget.Used, history.Bytes);
        Assert.Null(history.Changes("viewers", "e1", T, T + 5_000));
        history.Add(Frames.Snapshot(T + 10_000, Row(50)));
        Assert.Equal(2, history.Since(All, long.MaxValue).Length);
    }

    private static FrameHistory Filled(int frames, int rows, int change, TimeSpan? span = null)
    {
        var history = new FrameHistory(DataSets, span ?? Span * 10, new HistoryBudget(new HistorySettings { BytesPerTopic = 1 << 20 }));
        for (var i = 0; i < frames; i++)
        {
            var seq = T + (i * 5_000);
            history.Add(i == 0 ? Frames.Snapshot(seq, Row(rows)) : Frames.Changed(seq, seq - 5_000, Row(rows), Row(change)));
        }

        return history;
    }

    private static string Row(int length) => $"[\"{new string('x', length)}\"]";

    private static void CheckWhole(FrameHistory history)
    {
        var frames = history.Since(All, long.MaxValue);
        Assert.Equal(history.Bytes, frames.Sum(f => (long)f.Frame.Bytes));
        Assert.Equal(frames.Select(f => f.Frame.Seq).Order(), frames.Select(f => f.Frame.Seq));
        foreach (var ofDataSet in frames.GroupBy(f => f.DataSet))
        {
            PastFrame? before = null;
            foreach (var (_, frame) in ofDataSet)
            {
                Assert.True(frame.Rows is not null || (before is not null && frame.Continues(before)), "a change without what it stands on");
                before = frame;
            }
        }
    }
}
