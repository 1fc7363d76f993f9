namespace Realtime.Node.Demo;

/// <summary>How one viewer and one player behave: the draws of the model, each with where its numbers come from. Times in milliseconds.</summary>
internal static class Behaviour
{
    /// <summary>A player tells of itself this often. A view counts for 15 s after it was last seen, so a beat may come up to 5 s late.</summary>
    public const int HeartbeatMs = 10_000;

    /// <summary>How long an error stays on the screen.</summary>
    public const int ErrorShownMs = 8_000;

    /// <summary>How many try again after an error; each try is a view of its own.</summary>
    public const double RetryAfterError = 0.5;

    /// <summary>
    /// From pressing play to the first frame: lognormal (median 800 ms, sigma 0.55) times device and country, and for 1.5 % something that went
    /// wrong, a Pareto tail from 4 s.
    /// </summary>
    public static long Startup(in View view, bool degraded, Dice dice)
    {
        var factor = Devices.All[view.Device].StartupFactor * Countries.All[view.Country].StartupFactor * (degraded ? 5 : 1);
        var ms = dice.Chance(0.015) ? dice.Pareto(4_000, 1.3) : dice.LogNormal(800, 0.55) * factor;
        return (long)Math.Min(ms, 120_000);
    }

    /// <summary>
    /// How long a viewer waits for the first frame. Nobody leaves in the first 2 s; then each second costs 5.8 % of those who wait
    /// (S. S. Krishnan and R. K. Sitaraman, Video Stream Quality Impacts Viewer Behavior, IMC 2012).
    /// </summary>
    public static long Patience(Dice dice) => 2_000 + (long)dice.Exponential(1_000 / 0.058);

    /// <summary>
    /// When a viewer has seen enough: 25 % bounce (mean 45 s), 45 % lognormal (median 22 min, sigma 1.0), 30 % stay to the end and then go within
    /// a minute or so.
    /// </summary>
    public static long EndAt(long now, Dice dice) => now + dice.Uniform() switch
    {
        < 0.25 => (long)dice.Exponential(45_000),
        < 0.70 => (long)Math.Min(dice.LogNormal(22 * 60_000, 1.0), LongestMs),
        _ => Programme.NextFinalWhistle(now) - now + (long)dice.Exponential(40_000),
    };

    /// <summary>Whether the CDN that carries a view is degraded for it.</summary>
    public static bool IsDegraded(in View view, long now) =>
        view.Cdn == Countries.Troubled.Cdn && view.Country == Countries.Troubled.Country && Programme.IsCdnDegraded(now);

    /// <summary>How long a player rebuffers.</summary>
    public static long Rebuffering(bool degraded, Dice dice) => (long)Math.Min(degraded ? dice.LogNormal(9_000, 0.8) : dice.LogNormal(1_800, 0.8), 10 * 60_000);

    /// <summary>How long a viewer watches a spinner before leaving.</summary>
    public static long RebufferingPatience(Dice dice) => 3_000 + (long)dice.Exponential(30_000);

    /// <summary>How long a viewer pauses.</summary>
    public static long Pause(Dice dice) => (long)Math.Min(dice.LogNormal(40_000, 1.0), 30 * 60_000);

    /// <summary>Whether an error comes instead of the first frame.</summary>
    public static bool FailsToStart(in View view, bool degraded, bool originFailing, Dice dice) =>
        dice.Chance(originFailing && view.IsLive ? 0.75 : degraded ? 0.12 : 0.006);

    /// <summary>
    /// What comes over a playing view before its next heartbeat, and when. The rates (per second) hold until that heartbeat: within 10 s of a
    /// change in the world every view follows it.
    /// </summary>
    public static (ViewChange Change, long At) Incident(in View view, long now, bool degraded, Dice dice)
    {
        var halfTime = view.IsLive && Programme.IsHalfTime(now);
        var rebuffer = degraded ? 1 / 6.0 : view.IsLive && Programme.IsOriginFailing(now) ? 1 / 60.0 : 1 / 400.0;
        var pause = halfTime ? 1 / 120.0 : 1 / 1_200.0;
        var fail = degraded ? 1 / 300.0 : 1 / 20_000.0;
        var leave = halfTime ? 1 / 250.0 : 0;

        var total = rebuffer + pause + fail + leave;
        var at = now + (long)dice.Exponential(1_000 / total);
        if (at >= view.HeartbeatAt) return (ViewChange.None, long.MaxValue);

        var which = dice.Uniform() * total;
        var change = which < rebuffer ? ViewChange.Rebuffer
            : which < rebuffer + pause ? ViewChange.Pause
            : which < rebuffer + pause + fail ? ViewChange.Fail
            : ViewChange.Leave;
        return (change, at);
    }

    /// <summary>Nobody watches for longer without a break.</summary>
    private const long LongestMs = 4 * 3_600_000;
}
