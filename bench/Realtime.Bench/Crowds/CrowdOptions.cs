using System.Globalization;

namespace Realtime.Bench.Crowds;

/// <summary>What a user may say to a measurement of many clients.</summary>
/// <param name="Connections">Subscribers; each server and the load client open a file for each.</param>
/// <param name="Seconds">Measured, after a time to warm up.</param>
/// <param name="Rounds">Every server once in each, one after the other.</param>
/// <param name="Peers">Servers by name; null: all.</param>
internal sealed record CrowdOptions(int Connections, int Seconds, int Rounds, string[]? Peers = null)
{
    /// <summary>For a list of what there is.</summary>
    public string Usage => UsageAlone + " [--peers a,b]";

    /// <summary>The same for a measurement of the product alone.</summary>
    public string UsageAlone => string.Create(CultureInfo.InvariantCulture, $"[--connections {Connections}] [--seconds {Seconds}] [--rounds {Rounds}]");

    /// <summary>Reads a command line over these defaults; null: it says something else.</summary>
    public CrowdOptions? Read(string[] arguments)
    {
        var options = this;
        for (var rest = arguments; rest.Length > 0; rest = rest[2..])
        {
            if (rest.Length < 2) return null;
            var number = int.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
            switch (rest[0])
            {
                case "--connections" when number > 0:
                    options = options with { Connections = number };
                    break;
                case "--seconds" when number > 0:
                    options = options with { Seconds = number };
                    break;
                case "--rounds" when number > 0:
                    options = options with { Rounds = number };
                    break;
                case "--peers":
                    options = options with { Peers = rest[1].Split(',') };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
