using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Relays;

public class LastFrameTests
{
    private const long T = 1_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(Frames.Interval);
    private readonly LastFrame _last = new("viewers");

    [Fact]
    public void Before_the_first_frame_there_is_nothing_to_tell()
    {
        Assert.True(_last.IsEmpty);
        Assert.Null(_last.Position);
        Assert.Null(_last.NextDue);
        Assert.Null(_last.ForJoin(default, out _));
    }

    [Fact]
    public void A_join_gets_the_rows_with_the_owners_clock_moved_on_by_the_time_since_receipt()
    {
        Take(Frames.Snapshot(T, "[7]", now: T + 30), at: Seconds(100));

        var payload = _last.ForJoin(Seconds(103), out var kind)!.Value.Json();
        Assert.Equal(FrameKind.Snapshot, kind);
        Assert.Equal((T + 3_030, T), (payload.GetProperty("now").GetInt64(), payload.GetProperty("seq").GetInt64()));
        Assert.Equal("[[7]]", payload.Text("rows"));
    }

    [Fact]
    public void A_join_snapshot_keeps_the_base_seq_and_tells_of_the_latest_poll()
    {
        Take(Frames.Snapshot(T, "[7]"));
        Take(Frames.Progress(T + 5_000, T, failing: "store timeout"));

        var payload = _last.ForJoin(default, out var kind)!.Value.Json();
        Assert.Equal(FrameKind.Snapshot, kind);
        Assert.Equal(("snapshot", T, T + 10_000), (payload.Text("kind"), payload.GetProperty("seq").GetInt64(), payload.GetProperty("next_due").GetInt64()));
        Assert.Equal(("failing", "store timeout", "[[7]]"), (payload.Text("state"), payload.Text("reason"), payload.Text("rows")));
        Assert.Equal(new Position("viewers", "e1", T, T + 5_000, T + 10_000), _last.Position);
    }

    [Fact]
    public void Progress_before_any_result_is_a_progress_for_a_join_too()
    {
        Take(Frames.Progress(T, 0, failing: "store unavailable"));

        var payload = _last.ForJoin(default, out var kind)!.Value.Json();
        Assert.Equal(FrameKind.Progress, kind);
        Assert.False(payload.TryGetProperty("rows", out _));
    }

    [Fact]
    public void Frames_of_an_old_seq_are_dropped_without_a_gap()
    {
        Take(Frames.Snapshot(T));

        Assert.False(_last.Take(Frames.Snapshot(T, "[2]"), default, out var gap));
        Assert.False(gap);
        Assert.False(_last.Take(Frames.Progress(T - 1, T - 5_000), default, out gap));
        Assert.False(gap);
    }

    [Fact]
    public void A_frame_that_stands_on_a_snapshot_that_never_came_is_a_gap()
    {
        Take(Frames.Snapshot(T));

        Assert.False(_last.Take(Frames.Progress(T + 10_000, T + 5_000), default, out var gap));
        Assert.True(gap);
        Assert.Equal(T, _last.Position!.Seq);
        Take(Frames.Snapshot(T + 10_001, "[9]"));
    }

    [Fact]
    public void A_new_owner_that_has_no_result_yet_is_no_gap_and_the_rows_of_the_one_before_stay()
    {
        Take(Frames.Snapshot(T, "[7]"));
        Take(Frames.Progress(T + 5_000, 0, epoch: "e2", failing: "store unavailable"));

        var payload = _last.ForJoin(default, out _)!.Value.Json();
        // The rows are still the ones of the owner before: a client resumes from them under that name.
        Assert.Equal(("failing", "[[7]]", "e1"), (payload.Text("state"), payload.Text("rows"), payload.Text("epoch")));
    }

    [Fact]
    public void The_next_frame_is_due_on_this_nodes_clock_whatever_the_owners_shows()
    {
        Take(Frames.Snapshot(T, now: T + 1_000), at: Seconds(50));

        Assert.Equal(Seconds(54), _last.NextDue);
    }

    [Fact]
    public void A_late_frame_says_since_when_and_stays_below_what_the_owner_sends_next()
    {
        Take(Frames.Snapshot(T), at: Seconds(10));

        var payload = _last.Late(Seconds(16), Interval).Json();
        Assert.Equal(("progress", "late", T + 5_000), (payload.Text("kind"), payload.Text("state"), payload.GetProperty("since").GetInt64()));
        Assert.Equal((T + 1, T + 10_000, T + 6_000), (payload.GetProperty("seq").GetInt64(), payload.GetProperty("next_due").GetInt64(), payload.GetProperty("now").GetInt64()));

        var again = _last.Late(Seconds(21), Interval).Json();
        Assert.Equal((T + 2, T + 15_000, T + 5_000), (again.GetProperty("seq").GetInt64(), again.GetProperty("next_due").GetInt64(), again.GetProperty("since").GetInt64()));
        Take(Frames.Progress(T + 5_000, T));
    }

    [Fact]
    public void A_new_owner_learns_that_the_due_time_has_passed_although_watchers_were_told_a_later_one()
    {
        Take(Frames.Snapshot(T), at: Seconds(10));
        _last.Late(Seconds(16), Interval);

        Assert.Equal(new Position("viewers", "e1", T, T + 1, T + 5_000), _last.Position);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private void Take(DataFrame frame, TimeSpan at = default) => Assert.True(_last.Take(frame, at, out _));
}
