using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Topics;

public class DataSetTrackTests
{
    private const long T = 1_000_000;
    private static readonly DateTimeOffset AsOf = DateTimeOffset.FromUnixTimeMilliseconds(T - 200);
    private readonly DataSetTrack _track = new(Frames.Key, Results.Table(), new PollClock(new BeatSchedule(5_000, 0)), "e1");

    [Fact]
    public void A_changed_result_is_a_snapshot_with_the_slots_due_time_as_seq()
    {
        var frame = Changed(T + 100);
        var payload = frame.Payload.Json();

        Assert.Equal((FrameKind.Snapshot, "e1", T, T), (frame.Header.Kind, frame.Header.Epoch, frame.Header.Seq, frame.Base));
        Assert.Equal((T + 5_000, T - 200, T + 150), (frame.Header.NextDue, frame.Header.AsOf, frame.Header.Now));
        Assert.Equal(("[[1]]", "live"), (payload.Text("rows"), payload.Text("state")));
        Assert.Equal(",\"key\":[\"country\"],\"columns\":[\"value\"],\"rows\":[[1]]", System.Text.Encoding.UTF8.GetString(frame.Tail.Span));
    }

    [Fact]
    public void An_unchanged_result_is_progress_on_the_same_base()
    {
        Changed(T);
        var frame = _track.Frame(new PollUnchanged("viewers", _track.Clock.Begin(T + 5_000), AsOf), T + 5_050, 0);

        Assert.Equal((FrameKind.Progress, T + 5_000, T, 0), (frame.Header.Kind, frame.Header.Seq, frame.Base, frame.TailLength));
    }

    [Fact]
    public void A_failure_says_since_when_and_why_while_the_last_good_result_stays()
    {
        Changed(T);
        Failed(T + 5_000, "store timeout");
        var frame = Failed(T + 10_000, "store unavailable");

        Assert.Equal((FrameState.Failing, "store unavailable", T + 5_000), (frame.Header.State, frame.Header.Reason, frame.Header.Since));
        Assert.NotNull(_track.Result);
        var healed = _track.Frame(new PollUnchanged("viewers", _track.Clock.Begin(T + 20_000), AsOf), T + 20_000, 0);
        Assert.Equal((FrameState.Live, (long?)null, (string?)null), (healed.Header.State, healed.Header.Since, healed.Header.Reason));
    }

    [Fact]
    public void A_failures_frame_names_the_beat_that_back_off_left()
    {
        Failed(T, "store timeout");

        Assert.Equal(T + 15_000, Failed(T + 5_000, "store timeout", jitter: 1).Header.NextDue);
    }

    [Theory]
    [InlineData(T - 5_000, 0)]
    [InlineData(T - 12_000, 7_000)]
    public void Only_the_first_frame_of_a_new_owner_says_that_the_topic_moved_and_how_late_that_made_it(long lastSeq, long gap)
    {
        _track.ContinueFrom(Before(lastSeq));

        Assert.Equal(gap, Changed(T).Header.MovedGapMs);
        Assert.Null(Changed(T + 5_000).Header.MovedGapMs);
    }

    [Fact]
    public void A_topic_that_ran_nowhere_before_has_not_moved() => Assert.Null(Changed(T).Header.MovedGapMs);

    [Fact]
    public void A_poll_that_overran_its_slot_reports_above_the_frame_of_the_skipped_one()
    {
        var slow = _track.Clock.Begin(T);
        var skipped = _track.Frame(new PollSkipped("viewers", _track.Clock.Begin(T + 5_000)), T + 5_000, 0);
        var late = _track.Frame(new PollChanged("viewers", slow, AsOf, Results.Result("[1]")), T + 6_000, 0);

        Assert.Equal((FrameState.Slow, T + 5_000), (skipped.Header.State, skipped.Header.Seq));
        Assert.Equal((FrameState.Live, T + 5_001, T + 5_001), (late.Header.State, late.Header.Seq, late.Base));
    }

    [Fact]
    public void What_comes_of_a_poll_goes_above_the_seq_that_a_relay_reported_meanwhile()
    {
        var poll = _track.Clock.Begin(T);
        _track.ContinueFrom(Before(T + 3));

        Assert.Equal(T + 4, _track.Frame(new PollChanged("viewers", poll, AsOf, Results.Result("[1]")), T, 0).Header.Seq);
    }

    [Fact]
    public void What_changed_goes_beside_the_whole_result_where_somebody_takes_it()
    {
        var first = Rows(T, "[\"US\",1]", "[\"BR\",2]", "[\"CL\",3]");
        var frame = Rows(T + 5_000, "[\"US\",1]", "[\"BR\",7]", "[\"CL\",3]");
        var delta = frame.Delta!.Payload.Json();

        // What was first has nothing to stand on.
        Assert.Null(first.Delta);
        Assert.Equal((T, "delta", "e1", $"{T}", $"{T + 5_000}"), (frame.Delta.Base, delta.Text("kind"), delta.Text("epoch"), delta.Text("base"), delta.Text("seq")));
        Assert.Equal(("[[\"BR\",7]]", "[]"), (delta.Text("upsert"), delta.Text("remove")));
        Assert.Equal(",\"upsert\":[[\"BR\",7]],\"remove\":[]", System.Text.Encoding.UTF8.GetString(frame.Delta.Tail.Span));
        Assert.Equal((FrameKind.Snapshot, (long?)null), (frame.Header.Kind, frame.Header.Base));
    }

    [Fact]
    public void Progress_never_moves_the_base_of_a_delta()
    {
        Rows(T, "[\"US\",1]", "[\"BR\",2]", "[\"CL\",3]");
        _track.Frame(new PollUnchanged("viewers", _track.Clock.Begin(T + 5_000), AsOf), T + 5_000, 0, withDelta: true);

        Assert.Equal(T, Rows(T + 10_000, "[\"US\",1]", "[\"BR\",7]", "[\"CL\",3]").Delta!.Base);
    }

    [Fact]
    public void There_is_no_delta_where_nobody_takes_one_or_it_would_be_no_smaller()
    {
        string[] all = [.. Enumerable.Range(0, 9).Select(i => $"[\"country {i}\",1]")];
        Rows(T, all);
        Assert.Null(_track.Frame(new PollChanged("viewers", _track.Clock.Begin(T + 5_000), AsOf, Countries(all[1..])), T, 0).Delta);
        Assert.Null(Rows(T + 10_000, [.. all.Select(row => row.Replace("country", "another", StringComparison.Ordinal))]).Delta);
        Assert.NotNull(Rows(T + 15_000, [.. all[1..].Select(row => row.Replace("country", "another", StringComparison.Ordinal))]).Delta);
    }

    [Fact]
    public void A_relay_that_has_all_gets_nothing()
    {
        Assert.Null(_track.Missing(null, T, out _));
        Changed(T);

        Assert.Null(_track.Missing(new Position("viewers", "e1", T, T, T + 5_000), T, out var resend));
        Assert.False(resend);
    }

    [Fact]
    public void A_relay_that_has_nothing_or_older_gets_the_snapshot_as_it_was_sent()
    {
        Changed(T);

        Assert.Equal(T, _track.Missing(null, T + 1_000, out _)!.Header.Seq);
        var frame = _track.Missing(new Position("viewers", "e0", T - 9_000, T - 5_000, T), T + 1_000, out var resend);
        Assert.Equal((FrameKind.Snapshot, T, T + 1_000, false), (frame!.Header.Kind, frame.Header.Seq, frame.Header.Now, resend));
    }

    [Fact]
    public void A_relay_with_a_greater_seq_of_another_owner_makes_the_snapshot_go_out_anew_above_it()
    {
        Changed(T);
        _track.ContinueFrom(Before(T + 7));

        Assert.Null(_track.Missing(new Position("viewers", "e0", T - 5_000, T + 7, T + 5_000), T + 8, out var resend));
        Assert.True(resend);
        var again = _track.Resent(T + 8);
        Assert.Equal((FrameKind.Snapshot, T + 8, T + 8), (again.Header.Kind, again.Header.Seq, again.Base));
    }

    [Fact]
    public void Where_no_poll_succeeded_yet_a_relay_is_told_the_failure()
    {
        Failed(T, "store unavailable");

        var frame = _track.Missing(null, T + 10, out _)!;
        Assert.Equal((FrameKind.Progress, FrameState.Failing, 0L), (frame.Header.Kind, frame.Header.State, frame.Base));
    }

    [Fact]
    public void The_next_incarnation_goes_on_from_the_last_frame_sent()
    {
        Assert.Null(_track.Position);
        Changed(T);
        _track.Clock.Begin(T + 5_000);

        Assert.Equal(new Position("viewers", "e1", T, T, T + 5_000), _track.Position);
    }

    private static Position Before(long seq) => new("viewers", "e0", seq, seq, seq + 5_000);

    private DataFrame Rows(long now, params string[] rows) =>
        _track.Frame(new PollChanged("viewers", _track.Clock.Begin(now), AsOf, Countries(rows)), now, 0, withDelta: true);

    private static PollResult Countries(params string[] rows) => new(["country", "viewers"], Results.Rows(rows.Select(row => (row, (long?)null))));

    private DataFrame Changed(long now, int pace = 1) =>
        _track.Frame(new PollChanged("viewers", _track.Clock.Begin(now), AsOf, Results.Result("[1]")) { Pace = pace }, now + 50, 0);

    private DataFrame Failed(long now, string reason, double jitter = 0) => _track.Frame(new PollFailed("viewers", _track.Clock.Begin(now), reason) { Pace = 1 }, now, jitter);

    [Fact]
    public void A_slow_store_shows_in_every_frame_with_the_slot_that_will_be_polled()
    {
        Changed(T);
        var snapshot = Changed(T + 5_000, pace: 2);
        Assert.Equal((FrameState.Slow, "the store answers slowly; polled every 10 s", T + 5_050), (snapshot.Header.State, snapshot.Header.Reason, snapshot.Header.Since));
        Assert.Equal(T + 10_000, snapshot.Header.NextDue);
        var progress = Unchanged(T + 10_000, pace: 4);
        Assert.Equal((FrameState.Slow, "the store answers slowly; polled every 20 s", T + 5_050), (progress.Header.State, progress.Header.Reason, progress.Header.Since));
        Assert.Equal(T + 20_000, progress.Header.NextDue);

        var well = Unchanged(T + 20_000, pace: 1);
        Assert.Equal((FrameState.Live, (string?)null, T + 25_000), (well.Header.State, well.Header.Reason, well.Header.NextDue));
    }

    [Fact]
    public void A_store_that_is_away_fails_with_its_own_back_off_however_slow_it_was()
    {
        Changed(T, pace: 12);
        var failing = Failed(T + 20_000, "store unavailable");

        Assert.Equal((FrameState.Failing, T + 25_000), (failing.Header.State, failing.Header.NextDue));
    }

    [Fact]
    public void When_nobody_looks_the_beat_announced_still_comes_and_then_slots_are_skipped()
    {
        Changed(T);
        Assert.False(_track.Look(6, T + 1_000, out var told));
        Assert.Null(told);
        Assert.Equal(T + 5_000, _track.Clock.NextDue);
        var frame = Unchanged(T + 5_000);

        Assert.Equal((FrameState.Slow, "nobody looks; polled every 30 s"), (frame.Header.State, frame.Header.Reason));
        Assert.Equal(T + 20_000, frame.Header.NextDue);
        Assert.Equal(T + 50_000, Unchanged(T + 20_000).Header.NextDue);
    }

    [Fact]
    public void Somebody_who_looks_again_gets_a_poll_at_once_if_a_slot_was_skipped()
    {
        Unseen();

        Assert.True(_track.Look(1, T + 17_000, out var told));
        Assert.Null(told);
        var frame = _track.Frame(new PollUnchanged("viewers", _track.Clock.BeginAtOnce(T + 17_000), AsOf) { Pace = 1 }, T + 17_050, 0);
        Assert.Equal((FrameState.Live, T + 15_000, T + 20_000), (frame.Header.State, frame.Header.Seq, frame.Header.NextDue));
    }

    [Fact]
    public void Somebody_who_looks_again_right_after_a_poll_is_told_of_the_next_slot()
    {
        Unseen();

        Assert.False(_track.Look(1, T + 12_000, out var told));
        Assert.Equal((FrameKind.Progress, FrameState.Live, T + 10_001, T + 15_000), (told!.Header.Kind, told.Header.State, told.Header.Seq, told.Header.NextDue));
        Assert.Equal(T, told.Base);
    }

    [Fact]
    public void A_store_slower_than_hidden_watchers_stays_slow_when_they_return()
    {
        Changed(T, pace: 12);
        _track.Look(6, T, out _);
        Unchanged(T + 20_000, pace: 12);

        Assert.False(_track.Look(1, T + 50_000, out var told));
        Assert.Null(told);
        Assert.Equal("the store answers slowly; polled every 60 s", Unchanged(T + 80_000, pace: 12).Header.Reason);
    }

    [Fact]
    public void A_failing_data_set_is_not_polled_sooner_because_somebody_looks()
    {
        Changed(T);
        Failed(T + 5_000, "store unavailable", jitter: 1);
        _track.Look(6, T + 6_000, out _);
        Assert.Equal(T + 20_000, Failed(T + 10_000, "store unavailable", jitter: 1).Header.NextDue);

        Assert.False(_track.Look(1, T + 14_000, out var told));
        Assert.Equal((FrameState.Failing, T + 20_000), (told!.Header.State, told.Header.NextDue));
    }

    private void Unseen()
    {
        Changed(T);
        _track.Look(6, T + 1_000, out _);
        Assert.Equal("nobody looks; polled every 30 s", Unchanged(T + 10_000).Header.Reason);
    }

    private DataFrame Unchanged(long now, int pace = 1) => _track.Frame(new PollUnchanged("viewers", _track.Clock.Begin(now), AsOf) { Pace = pace }, now + 50, 0);
}
