using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>Each scripted event shows at a glance in what dashboards draw.</summary>
public class ProgrammeTests
{
    [Fact]
    public void Kick_off_brings_a_surge_of_starts()
    {
        var audience = DemoWorld.At(0);
        var quiet = Attempts(audience, 30_000);
        audience.Advance(DemoWorld.PeriodStart + Programme.KickOff - 10_000);
        Assert.True(Attempts(audience, 30_000) > 3 * quiet);
    }

    [Fact]
    public void While_the_origin_fails_most_starts_of_the_event_fail()
    {
        var audience = DemoWorld.At(Programme.OriginFails);
        var (attempts, failures) = (audience.Counters.Sum(c => c.Attempts), audience.Counters.Sum(c => c.StartFailures));
        audience.Advance(DemoWorld.PeriodStart + Programme.OriginRecovers);
        attempts = audience.Counters.Sum(c => c.Attempts) - attempts;
        failures = audience.Counters.Sum(c => c.StartFailures) - failures;
        Assert.InRange(failures / (double)attempts, 0.4, 0.9);

        audience.Advance(DemoWorld.PeriodStart + Programme.Goal);
        var recovered = audience.Counters.Sum(c => c.StartFailures);
        audience.Advance(DemoWorld.PeriodStart + Programme.Goal + 60_000);
        Assert.InRange(audience.Counters.Sum(c => c.StartFailures) - recovered, 0, failures / 5);
    }

    [Fact]
    public void At_half_time_many_pause()
    {
        var audience = DemoWorld.At(Programme.HalfTime);
        var before = audience.Count(ViewState.Paused);
        audience.Advance(DemoWorld.PeriodStart + Programme.SecondHalf);
        Assert.True(audience.Count(ViewState.Paused) > 2 * before);
    }

    [Fact]
    public void A_degraded_cdn_shows_as_rebuffering_in_one_country_and_nowhere_else()
    {
        var audience = DemoWorld.At(Programme.CdnDegrades);
        audience.Advance(DemoWorld.PeriodStart + Programme.CdnDegrades + 30_000);
        Assert.True(RebufferingShare(audience, there: true) > 0.2);
        Assert.True(RebufferingShare(audience, there: false) < 0.03);

        audience.Advance(DemoWorld.PeriodStart + Programme.CdnRecovers + 120_000);
        Assert.True(RebufferingShare(audience, there: true) < 0.06);
    }

    [Fact]
    public void After_the_final_whistle_those_who_stayed_leave()
    {
        var audience = DemoWorld.At(Programme.FinalWhistle);
        var before = audience.Views.Count;
        audience.Advance(DemoWorld.PeriodStart + Programme.FinalWhistle + 90_000);
        Assert.InRange(audience.Views.Count, before * 0.5, before * 0.85);
    }

    [Fact]
    public void The_timetable_is_in_order_and_fits_its_period()
    {
        long[] times =
        [
            0, Programme.KickOff, Programme.OriginFails, Programme.OriginRecovers, Programme.Goal, Programme.HalfTime, Programme.SecondHalf,
            Programme.CdnDegrades, Programme.CdnRecovers, Programme.FinalWhistle, Programme.PeriodMs,
        ];
        Assert.Equal(times.Distinct().Order(), times);
        Assert.Equal(DemoWorld.PeriodStart % Programme.PeriodMs, 0);
        Assert.Equal(DemoWorld.PeriodStart + Programme.PeriodMs + Programme.FinalWhistle, Programme.NextFinalWhistle(DemoWorld.PeriodStart + Programme.FinalWhistle));
    }

    private static long Attempts(Audience audience, long ms)
    {
        var before = audience.Counters.Sum(c => c.Attempts);
        audience.Advance(audience.Now + ms);
        return audience.Counters.Sum(c => c.Attempts) - before;
    }

    private static double RebufferingShare(Audience audience, bool there)
    {
        var views = audience.Views.All.Where(v => (v.Country == Countries.Troubled.Country && v.Cdn == Countries.Troubled.Cdn) == there).ToArray();
        Assert.NotEmpty(views);
        return views.Count(v => v.State == ViewState.Rebuffering) / (double)views.Length;
    }
}
