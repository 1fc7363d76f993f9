using CsCheck;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Polling;

public class BeatScheduleTests
{
    [Theory]
    [InlineData(5_000, 8, 8)]
    [InlineData(2_000, 8, 8)]
    [InlineData(1_000, 8, 4)]
    [InlineData(600, 8, 2)]
    [InlineData(200, 8, 1)]
    public void Topics_are_spread_over_phases_of_at_least_250_ms(int intervalMs, int phases, int expected)
    {
        var used = Enumerable.Range(0, phases).Select(phase => BeatSchedule.For(phase, TimeSpan.FromMilliseconds(intervalMs), phases).PhaseMs).Distinct().Order().ToArray();

        Assert.Equal(Enumerable.Range(0, expected).Select(i => (long)i * intervalMs / expected), used);
    }

    [Fact]
    public void A_beat_tells_the_phase_it_is_of() => Gen.Select(Gen.Int[200, 60_000], Gen.Int[1, 64], Gen.Long[1, 1_000_000]).Sample((intervalMs, phases, slot) =>
    {
        var interval = TimeSpan.FromMilliseconds(intervalMs);
        for (var phase = 0; phase < phases; phase++)
        {
            var schedule = BeatSchedule.For(phase, interval, phases);
            Assert.Equal(schedule, BeatSchedule.For(BeatSchedule.PhaseOf(schedule.DueOf(slot), interval, phases), interval, phases));
        }
    });

    [Fact]
    public void A_beat_between_phases_tells_the_one_after() => Assert.Equal(
        [1, 1, 2, 0],
        ((long[])[1, 625, 626, 4_999]).Select(ms => BeatSchedule.PhaseOf(1_000_000 + ms, TimeSpan.FromSeconds(5), 8)));

    [Fact]
    public void A_moment_lies_in_the_slot_that_began_last() => Gen.Select(Gen.Int[200, 60_000], Gen.Int[0, 60_000], Gen.Long[-100_000, 2_000_000_000_000]).Sample(
        (interval, phase, now) =>
        {
            var schedule = new BeatSchedule(interval, phase % interval);
            var slot = schedule.SlotAt(now);

            Assert.InRange(now, schedule.DueOf(slot), schedule.DueOf(slot + 1) - 1);
            Assert.Equal(slot, schedule.SlotAt(schedule.DueOf(slot)));
        },
        iter: 5_000);

    [Fact]
    public void When_not_all_slots_are_used_a_phase_uses_the_same_ones_and_phases_differ()
    {
        var schedules = Enumerable.Range(0, 8).Select(phase => BeatSchedule.For(phase, TimeSpan.FromSeconds(5), 8)).ToArray();

        Assert.Equal([1_001L, 1_001, 1_002, 1_002, 1_003, 1_003, 1_004, 1_004], schedules.Select(s => s.SlotAfter(1_000, 4)).Order());
    }

    [Fact]
    public void Slots_used_at_a_slow_pace_are_used_at_a_faster_one_too() => Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[0, 63]).Sample((slot, shift) =>
    {
        var schedule = new BeatSchedule(5_000, 0, shift);
        var slow = schedule.SlotAfter(slot, 12);

        Assert.InRange(slow - slot, 1, 12);
        foreach (var every in (int[])[1, 2, 4, 6]) Assert.Equal(slow, schedule.SlotAfter(slow - 1, every));
    });
}
