using System.Globalization;

namespace Realtime.Bench.Failover;

/// <summary>What a user may say to <c>bench failover</c>.</summary>
/// <param name="Runs">Of each scenario.</param>
/// <param name="Only">Names of the scenarios wanted; empty: all.</param>
internal sealed record FailoverOptions(int Runs, IReadOnlyList<string> Only)
{
    /// <summary>For a list of what there is.</summary>
    public const string Usage = "[--runs 5] [--only <scenario>,...]";

    /// <summary>Reads a command line; null: it says something else.</summary>
    public static FailoverOptions? Read(string[] arguments, IReadOnlyCollection<string> scenarios)
    {
        var options = new FailoverOptions(5, []);
        for (var rest = arguments; rest.Length > 0; rest = rest[2..])
        {
            switch (rest)
            {
                case ["--runs", var number, ..] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs > 0:
                    options = options with { Runs = runs };
                    break;
                case ["--only", var names, ..] when names.Split(',') is var only && only.All(scenarios.Contains):
                    options = options with { Only = only };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
