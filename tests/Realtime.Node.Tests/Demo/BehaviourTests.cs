using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>Single viewers do what the sources say of many.</summary>
public class BehaviourTests
{
    private const int Draws = 50_000;
    private readonly Dice _dice = new(2);

    [Fact]
    public void Starts_take_800_ms_times_device_and_country_with_a_heavy_tail()
    {
        var view = new View { Device = 3, Country = 0 };
        var factor = Devices.All[3].StartupFactor * Countries.All[0].StartupFactor;
        var ms = Sorted(() => Behaviour.Startup(view, degraded: false, _dice));
        Assert.InRange(ms[Draws / 2] / factor, 780, 830);
        // Of the lognormal alone 0.2 % would be above 4 s.
        Assert.InRange(ms.Count(x => x > 4_000) / (double)Draws, 0.012, 0.02);
    }

    [Fact]
    public void Nobody_gives_up_within_2_s_and_then_a_seventeenth_each_second()
    {
        var patience = Sorted(() => Behaviour.Patience(_dice));
        Assert.True(patience[0] >= 2_000);
        // 1 - e^-0.058 of those still there leave in the third second.
        Assert.InRange(patience.Count(ms => ms < 3_000) / (double)Draws, 0.053, 0.06);
        Assert.InRange(patience.Average(), 18_900, 19_600);
    }

    [Fact]
    public void A_quarter_bounces_and_some_stay_to_the_end()
    {
        const long now = DemoWorld.PeriodStart + (3 * 60_000);
        var whistle = Programme.NextFinalWhistle(now);
        var stays = Sorted(() => Behaviour.EndAt(now, _dice) - now);
        Assert.InRange(stays.Count(ms => ms < 120_000) / (double)Draws, 0.22, 0.27);
        Assert.InRange(stays.Count(ms => ms >= whistle - now && ms < whistle - now + 120_000) / (double)Draws, 0.29, 0.36);
        Assert.InRange(stays.Count(ms => ms > whistle - now + 240_000) / (double)Draws, 0.18, 0.3);
    }

    [Fact]
    public void Incidents_come_before_the_next_heartbeat_or_not_at_all()
    {
        var view = new View { HeartbeatAt = DemoWorld.PeriodStart + Behaviour.HeartbeatMs };
        var incidents = Enumerable.Range(0, Draws).Select(_ => Behaviour.Incident(view, DemoWorld.PeriodStart, degraded: false, _dice)).ToArray();
        Assert.All(incidents, i => Assert.True(i.Change == ViewChange.None ? i.At == long.MaxValue : i.At < view.HeartbeatAt));
        Assert.InRange(incidents.Count(i => i.Change == ViewChange.Rebuffer) / (double)Draws, 0.02, 0.03);
        Assert.DoesNotContain(incidents, i => i.Change == ViewChange.Leave);
    }

    private static long[] Sorted(Func<long> draw) => [.. Enumerable.Range(0, Draws).Select(_ => draw()).Order()];
}
