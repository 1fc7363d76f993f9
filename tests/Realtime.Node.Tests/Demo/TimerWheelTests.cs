using CsCheck;
using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>The timer wheel against the simplest model of one: a sorted list.</summary>
public class TimerWheelTests
{
    private const int TickMs = 100;

    // Due times reach over several turns of a small wheel, into the past, and onto the edges of ticks.
    private static readonly Gen<(int Slots, long[] Due)> Worlds =
        from slots in Gen.Int[1, 20]
        from due in Gen.Long[-500, 6_000].Array[0, 60]
        select (slots, due);

    [Fact]
    public void Each_event_fires_once_at_the_first_tick_that_is_not_early() => Worlds.Sample(world =>
    {
        const long start = 1_000_000;
        var wheel = new TimerWheel(start, TickMs, world.Slots);
        for (var id = 0; id < world.Due.Length; id++) wheel.Schedule(id, start + world.Due[id]);

        var firedAt = new long?[world.Due.Length];
        foreach (var (now, id) in Run(wheel, ticks: 70))
        {
            Assert.Null(firedAt[id]);
            firedAt[id] = now;
        }

        for (var id = 0; id < world.Due.Length; id++)
        {
            var due = Math.Max(start + world.Due[id], start + 1);
            Assert.InRange(firedAt[id] ?? 0, due, due + TickMs - 1);
        }

        Assert.Equal(0, wheel.Count);
    });

    [Fact]
    public void Events_of_one_tick_fire_in_the_order_of_scheduling() => Worlds.Sample(world =>
    {
        var wheel = new TimerWheel(0, TickMs, world.Slots);
        for (var id = 0; id < world.Due.Length; id++) wheel.Schedule(id, world.Due[id]);
        foreach (var tick in Run(wheel, ticks: 70).GroupBy(fired => fired.Now))
        {
            Assert.Equal(tick.Select(fired => fired.Id).Order(), tick.Select(fired => fired.Id));
        }
    });

    [Fact]
    public void What_fired_may_be_scheduled_again_at_once() => Gen.Int[1, 20].Select(Gen.Int[1, 500]).Sample((slots, period) =>
    {
        var wheel = new TimerWheel(0, TickMs, slots);
        var fired = new List<int>();
        wheel.Schedule(3, period);
        var count = 0;
        while (wheel.Now < 50_000)
        {
            fired.Clear();
            wheel.Step(fired);
            foreach (var id in fired)
            {
                count++;
                wheel.Schedule(id, wheel.Now + period);
            }

            Assert.Equal(1, wheel.Count);
        }

        var ticks = (period + TickMs - 1) / TickMs;
        Assert.Equal(500 / ticks, count);
    });

    [Fact]
    public void A_second_event_for_the_same_id_is_a_bug()
    {
        var wheel = new TimerWheel(0, TickMs, 8);
        wheel.Schedule(5, 1_000);
        Assert.Throws<InvalidOperationException>(() => wheel.Schedule(5, 2_000));
    }

    private static IEnumerable<(long Now, int Id)> Run(TimerWheel wheel, int ticks)
    {
        var fired = new List<int>();
        for (var i = 0; i < ticks; i++)
        {
            fired.Clear();
            wheel.Step(fired);
            foreach (var id in fired) yield return (wheel.Now, id);
        }
    }
}
