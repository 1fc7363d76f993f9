using CsCheck;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Polling;

public class PollClockTests
{
    private const long Start = 1_000_000;
    private static readonly BeatSchedule EveryFive = new(5_000, 0);

    [Fact]
    public void The_first_beat_takes_the_current_slot_and_the_next_follows_one_interval_later()
    {
        var clock = new PollClock(EveryFive);

        Assert.Null(clock.NextDue);
        Assert.Equal(new PollTick(200, Start, Start + 5_000), clock.Begin(Start + 1_234));
        Assert.Equal(new PollTick(201, Start + 5_000, Start + 10_000), clock.Begin(Start + 5_000));
    }

    [Fact]
    public void Late_beats_are_not_made_up_for()
    {
        var clock = new PollClock(EveryFive);
        clock.Begin(Start);

        Assert.Equal(Start + 50_000, clock.Begin(Start + 51_000).Seq);
        Assert.Equal(Start + 55_000, clock.NextDue);
    }

    [Fact]
    public void A_taken_slot_gets_the_seq_just_above_the_last_one()
    {
        var clock = new PollClock(EveryFive);
        clock.ContinueFrom(Start + 3);

        Assert.Equal(Start + 4, clock.Begin(Start + 10).Seq);
        Assert.Equal(Start + 5, clock.Between());
        Assert.Equal(Start + 5_000, clock.Begin(Start + 5_000).Seq);
    }

    [Fact]
    public void A_new_owner_waits_for_the_due_time_reported()
    {
        var clock = new PollClock(EveryFive);
        clock.WaitUntil(Start + 5_000, Start + 1_000);

        Assert.Equal(Start + 5_000, clock.NextDue);
        Assert.Equal(Start + 5_000, clock.Begin(Start + 4_990).Seq);
    }

    [Fact]
    public void A_new_owner_waits_for_one_slot_at_most()
    {
        var clock = new PollClock(EveryFive);
        clock.WaitUntil(Start + 60_000, Start + 1_000);

        Assert.Equal(Start + 5_000, clock.NextDue);
    }

    [Fact]
    public void Back_off_doubles_by_whole_slots_up_to_ten_seconds_and_a_success_resets_it()
    {
        var clock = new PollClock(new BeatSchedule(1_000, 0));
        var now = Start;
        var waits = new List<long>();
        for (var failure = 0; failure < 6; failure++)
        {
            clock.Begin(now);
            waits.Add(clock.Failed(jitter: 1) - now);
            now = clock.NextDue!.Value;
        }

        Assert.Equal([1_000, 2_000, 4_000, 8_000, 10_000, 10_000], waits);
        clock.Begin(now);
        clock.Succeeded();
        Assert.Equal(now + 1_000, clock.NextDue);
        now += 1_000;
        clock.Begin(now);
        Assert.Equal(now + 1_000, clock.Failed(jitter: 1));
    }

    [Fact]
    public void At_five_seconds_every_second_back_off_takes_ten()
    {
        var waits = Enumerable.Range(0, 10).Select(i =>
        {
            var clock = new PollClock(EveryFive);
            return Failed(clock, Failed(clock, Start, 0), i / 10.0) - Start - 5_000;
        });

        Assert.Equal([5_000, 5_000, 5_000, 5_000, 5_000, 10_000, 10_000, 10_000, 10_000, 10_000], waits);
    }

    [Fact]
    public void Jitter_spreads_a_back_off_between_half_of_it_and_all_of_it() => Gen.Select(Gen.Int[1, 8], Gen.Double[0, 1]).Sample((failures, jitter) =>
    {
        var clock = new PollClock(new BeatSchedule(1_000, 0));
        var now = Start;
        for (var i = 0; i < failures; i++) now = Failed(clock, now, i == failures - 1 ? jitter : 0);
        var slots = Math.Min(1 << (failures - 1), 10);

        Assert.InRange((now - clock.LastSeq) / 1_000, (slots + 1) / 2, slots);
    });

    [Fact]
    public void Whatever_happens_seq_only_grows_and_no_slot_is_used_twice()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 30_000], Gen.Double[0, 1]);
        Gen.Select(Gen.Int[200, 20_000], step.Array[1, 60]).Sample(
            (interval, steps) =>
            {
                var clock = new PollClock(new BeatSchedule(interval, interval / 3));
                var (now, lastSlot, lastSeq) = (Start, long.MinValue, 0L);
                foreach (var (what, ms, jitter) in steps)
                {
                    if (what == 0) clock.ContinueFrom(now + ms - 15_000);
                    if (what == 1) clock.WaitUntil(now + ms - 15_000, now);
                    if (what == 2 && clock.NextDue is not null) clock.Failed(jitter);
                    if (what == 3) lastSeq = Grown(lastSeq, clock.Between());
                    if (what == 5) clock.Use(1 + ms % 12, now);
                    if (what != 4) continue;
                    now += ms;
                    var tick = clock.Begin(now);
                    Assert.True(tick.Tick > lastSlot, "a slot was used twice");
                    Assert.True(tick.NextDue > now - interval, "the next beat is made up for");
                    (lastSlot, lastSeq) = (tick.Tick, Grown(lastSeq, tick.Seq));
                }
            },
            iter: 3_000);
    }

    private static long Failed(PollClock clock, long now, double jitter)
    {
        clock.Begin(now);
        return clock.Failed(jitter);
    }

    private static long Grown(long before, long seq)
    {
        Assert.True(seq > before, $"seq {seq} after {before}");
        return seq;
    }

    [Fact]
    public void A_slower_pace_skips_slots_and_names_the_one_that_will_be_polled()
    {
        var clock = new PollClock(EveryFive);
        clock.Begin(Start);
        clock.Use(4, Start + 3_000);

        Assert.Equal(Start + 20_000, clock.NextDue);
        Assert.Equal(new PollTick(204, Start + 20_000, Start + 40_000), clock.Begin(Start + 20_000));
    }

    [Fact]
    public void A_faster_pace_begins_with_the_next_slot_and_never_with_one_that_is_past()
    {
        var clock = new PollClock(EveryFive);
        clock.Begin(Start);
        clock.Use(4, Start);
        clock.Use(1, Start + 11_000);

        Assert.Equal(Start + 15_000, clock.NextDue);
    }

    [Fact]
    public void A_slot_was_skipped_when_the_pace_of_now_would_have_used_it()
    {
        var clock = new PollClock(EveryFive);
        Assert.False(clock.Skipped(Start));
        clock.Begin(Start);
        clock.Use(4, Start);
        Assert.False(clock.Skipped(Start + 19_000));
        clock.Use(2, Start + 6_000);
        Assert.False(clock.Skipped(Start + 6_000));
        Assert.True(clock.Skipped(Start + 10_000));
    }

    [Fact]
    public void A_failure_at_a_slow_pace_waits_for_the_later_of_pace_and_back_off()
    {
        var clock = new PollClock(new BeatSchedule(1_000, 0));
        clock.Begin(Start);
        clock.Use(4, Start);
        Assert.Equal(Start + 4_000, clock.Failed(jitter: 1));
        for (var i = 0; i < 3; i++) Failed(clock, clock.NextDue!.Value, 1);

        // Eight slots of back-off by now, and then a slot that the pace uses.
        Assert.Equal(0, (clock.NextDue - Start) % 4_000);
        Assert.Equal(clock.LastSeq + 8_000, clock.NextDue);
        clock.Use(1, clock.LastSeq + 500);
        Assert.Equal(clock.LastSeq + 8_000, clock.NextDue);
        Assert.False(clock.Skipped(clock.LastSeq + 7_500));
    }
}
