namespace Realtime.Node.Demo;

/// <summary>What people watch on, and the renditions a player chooses from.</summary>
internal static class Devices
{
    /// <summary>Operating system, share of views, how much longer a start takes on it, and the best rendition it plays.</summary>
    public static readonly (string Os, double Share, double StartupFactor, byte TopRung)[] All =
    [
        ("android", 0.34, 1.15, 4), ("ios", 0.22, 0.90, 4), ("windows", 0.16, 0.95, 5),
        ("macos", 0.07, 0.85, 5), ("tizen", 0.09, 1.30, 6), ("webos", 0.06, 1.35, 6), ("tvos", 0.06, 1.00, 6),
    ];

    /// <summary>Renditions in kilobits per second.</summary>
    public static readonly int[] Ladder = [400, 800, 1_600, 2_800, 4_500, 6_500, 9_000];

    private static readonly Weights Shares = new(All.Select(device => device.Share));

    /// <summary>A device.</summary>
    public static byte Draw(Dice dice) => (byte)Shares.Draw(dice);

    /// <summary>The rendition a player begins with: its best one or somewhat less.</summary>
    public static byte FirstRung(int device, Dice dice) => (byte)Math.Max(0, All[device].TopRung - dice.Below(4));
}
