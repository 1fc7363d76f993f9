using System.Globalization;

namespace Realtime.Bench.Slow;

/// <summary>What a user may say to <c>bench slow</c>.</summary>
/// <param name="Connections">To one node; this process and the node open a file for each.</param>
/// <param name="Frames">Measured in each of the two parts of a run.</param>
/// <param name="Runs">One after the other, with the same connections.</param>
internal sealed record SlowOptions(int Connections, int Frames, int Runs)
{
    /// <summary>For a list of what there is.</summary>
    public const string Usage = "[--connections 10000] [--frames 20] [--runs 3]";

    /// <summary>One in so many does not read.</summary>
    public const int OneIn = 100;

    /// <summary>Reads a command line; null: it says something else.</summary>
    public static SlowOptions? Read(string[] arguments)
    {
        var options = new SlowOptions(10_000, 20, 3);
        for (var rest = arguments; rest.Length > 0; rest = rest[2..])
        {
            if (rest.Length < 2 || !int.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return null;
            switch (rest[0])
            {
                case "--connections" when number >= OneIn:
                    options = options with { Connections = number };
                    break;
                case "--frames":
                    options = options with { Frames = number };
                    break;
                case "--runs":
                    options = options with { Runs = number };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
