namespace Realtime.Node.Demo;

/// <summary>Where viewers are: countries by population and hour of day.</summary>
internal static class Countries
{
    /// <summary>How many watch at the quietest hour, against the busiest.</summary>
    private const double NightShare = 0.3;

    /// <summary>Local hour at which most people watch.</summary>
    private const double BusiestHour = 20.5;

    /// <summary>
    /// Population in millions (rounded), how many of them these properties reach (made up: it keeps two countries from filling every list),
    /// hours ahead of UTC where most people live, how much longer a start takes there, and which CDN carries most of it.
    /// </summary>
    public static readonly (string Code, double Population, double Reach, double UtcOffset, double StartupFactor, byte MainCdn)[] All =
    [
        ("US", 340, 1.00, -6, 0.90, 0), ("BR", 212, 0.90, -3, 1.20, 1), ("IN", 1440, 0.15, 5.5, 1.35, 2), ("DE", 84, 1.00, 1, 0.85, 0),
        ("GB", 69, 1.00, 0, 0.85, 0), ("FR", 68, 1.00, 1, 0.90, 2), ("MX", 130, 0.60, -6, 1.20, 1), ("JP", 123, 0.50, 9, 0.80, 3),
        ("ES", 49, 0.90, 1, 0.90, 2), ("IT", 59, 0.80, 1, 0.95, 0), ("AR", 46, 0.80, -3, 1.20, 1), ("ID", 283, 0.15, 7, 1.50, 3),
        ("CA", 40, 0.90, -5, 0.90, 0), ("PL", 38, 0.70, 1, 0.95, 2), ("NL", 18, 1.00, 1, 0.80, 0), ("TR", 87, 0.40, 3, 1.15, 2),
        ("KR", 52, 0.50, 9, 0.75, 3), ("AU", 27, 0.90, 10, 1.05, 3), ("NG", 228, 0.10, 1, 1.70, 2), ("ZA", 63, 0.30, 2, 1.40, 2),
        ("CO", 53, 0.50, -5, 1.25, 1), ("CL", 20, 0.70, -4, 1.15, 1), ("SE", 11, 1.00, 1, 0.80, 0), ("PT", 10, 1.00, 0, 0.90, 0),
    ];

    /// <summary>Names of the CDNs, by the number used above.</summary>
    public static readonly string[] Cdns = ["fastlane", "swiftedge", "broadreach", "eastgate"];

    /// <summary>Share of a country's views that its main CDN carries.</summary>
    public const double MainCdnShare = 0.7;

    /// <summary>The CDN that degrades, and where.</summary>
    public static readonly (byte Cdn, byte Country) Troubled = (1, 1);

    /// <summary>Who watches at that time.</summary>
    public static Weights At(long unixMs)
    {
        var utcHour = unixMs / 3_600_000.0 % 24;
        return new Weights(All.Select(country => country.Population * country.Reach * Activity(utcHour + country.UtcOffset)));
    }

    /// <summary>A CDN for a view in that country.</summary>
    public static byte DrawCdn(int country, Dice dice) => dice.Chance(MainCdnShare) ? All[country].MainCdn : (byte)dice.Below(Cdns.Length);

    /// <summary>A raised cosine over the local day.</summary>
    private static double Activity(double localHour) =>
        NightShare + ((1 - NightShare) * 0.5 * (1 + Math.Cos((localHour - BusiestHour) / 24 * 2 * Math.PI)));
}
