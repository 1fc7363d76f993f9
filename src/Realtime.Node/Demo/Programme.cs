namespace Realtime.Node.Demo;

/// <summary>
/// The repeating timetable of the demo as functions of time: a live event and its scripted trouble, a short one, so that a chart of 30 minutes
/// always shows all of it. Bound to the clock and not to the start: a demo that moves to another node goes on where it was.
/// Two scenarios an operator plays from outside are not here, because a process cannot do them to itself honestly: the store gets slow or a node
/// dies, and 500 dashboards open at once.
/// </summary>
internal static class Programme
{
    /// <summary>How often it repeats, in milliseconds.</summary>
    public const long PeriodMs = 20 * Minute;

    /// <summary>The event begins; many come for it.</summary>
    public const long KickOff = 2 * Minute;

    /// <summary>The origin answers only few starts of the live event, in the worst moment.</summary>
    public const long OriginFails = KickOff + (15 * Second);

    /// <summary>It recovers.</summary>
    public const long OriginRecovers = KickOff + (60 * Second);

    /// <summary>A short spike: a goal, and word of it.</summary>
    public const long Goal = 6 * Minute;

    /// <summary>Many pause or leave.</summary>
    public const long HalfTime = (8 * Minute) + (30 * Second);

    /// <summary>Many return.</summary>
    public const long SecondHalf = 10 * Minute;

    /// <summary>One CDN degrades in one country, see <see cref="Countries.Troubled"/>.</summary>
    public const long CdnDegrades = 12 * Minute;

    /// <summary>It recovers.</summary>
    public const long CdnRecovers = CdnDegrades + (2 * Minute);

    /// <summary>The event ends: those who stayed leave.</summary>
    public const long FinalWhistle = 18 * Minute;

    private const long Second = 1_000;
    private const long Minute = 60 * Second;

    /// <summary>Arrivals per base rate: 1 in quiet times. Everything above 1 comes for the live event.</summary>
    public static double ArrivalFactor(long unixMs)
    {
        var t = unixMs % PeriodMs;
        return 1 + (8 * Bump(t - KickOff, 30 * Second, 50 * Second)) + (5 * Bump(t - Goal, 5 * Second, 20 * Second)) +
            (4 * Bump(t - SecondHalf, 20 * Second, 40 * Second));
    }

    /// <summary>Share of the quiet-time arrivals who come for the live event.</summary>
    public static double EventShare(long unixMs) => unixMs % PeriodMs is >= KickOff - (2 * Minute) and < FinalWhistle - Minute ? 0.35 : 0.1;

    /// <summary>Whether the origin fails.</summary>
    public static bool IsOriginFailing(long unixMs) => unixMs % PeriodMs is >= OriginFails and < OriginRecovers;

    /// <summary>Whether it is half-time.</summary>
    public static bool IsHalfTime(long unixMs) => unixMs % PeriodMs is >= HalfTime and < SecondHalf;

    /// <summary>Whether the CDN is degraded for those it carries there.</summary>
    public static bool IsCdnDegraded(long unixMs) => unixMs % PeriodMs is >= CdnDegrades and < CdnRecovers;

    /// <summary>The next end of an event.</summary>
    public static long NextFinalWhistle(long unixMs)
    {
        var whistle = unixMs - (unixMs % PeriodMs) + FinalWhistle;
        return whistle > unixMs ? whistle : whistle + PeriodMs;
    }

    /// <summary>Rises to 1 like a normal curve before <paramref name="t"/> = 0 and falls exponentially after.</summary>
    private static double Bump(long t, double rise, double fall) => t < 0 ? Math.Exp(-t * t / (2 * rise * rise)) : Math.Exp(-t / fall);
}
