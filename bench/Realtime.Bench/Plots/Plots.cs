using System.Globalization;
using System.Text.Json;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Plots;

/// <summary>Draws what the newest results of comparisons say, in docs/performance: one SVG each.</summary>
internal static class Plots
{
    private static readonly (string Measurement, string Measure, string Title, string File)[] All =
    [
        ("fanout", "server's CPU for a million deliveries", "as fast as it goes: server's CPU for a million deliveries", "fanout-cpu"),
        ("paced", "server's CPU for a million deliveries", "paced: server's CPU for a million deliveries", "paced-cpu"),
        ("paced", "sent to delivered, p99", "paced: sent to delivered, p99", "paced-p99"),
        ("idle", "the same after garbage was collected", "idle: server's memory for a connection, collected", "idle-memory"),
    ];

    /// <summary>Takes no arguments. What has not been measured is left out, and said.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        if (arguments.Length > 0) return 2;
        var folder = Directory.CreateDirectory(Path.Combine(BenchFolder.Path, "..", "docs", "performance")).FullName;
        var drawn = 0;
        foreach (var (measurement, measure, title, name) in All)
        {
            var newest = Directory.GetFiles(Path.Combine(BenchFolder.Path, "results"), measurement + "-*.json").Order(StringComparer.Ordinal).LastOrDefault();
            if (newest is null)
            {
                Console.WriteLine($"  {name}: ./build.sh bench {measurement} has left no results");
                continue;
            }

            var path = Path.Combine(folder, name + ".svg");
            await File.WriteAllTextAsync(path, Draw(JsonElement.Parse(await File.ReadAllTextAsync(newest, stop)), measure, title), stop);
            Console.WriteLine($"  {Path.GetFileName(newest)} -> {path}");
            drawn++;
        }

        return drawn > 0 ? 0 : 1;
    }

    private static string Draw(JsonElement results, string measure, string title)
    {
        // A scenario is called "<server>, <size>"; what compares two servers has none of these measures.
        var values =
            (from scenario in results.GetProperty("scenarios").EnumerateArray()
             from row in scenario.GetProperty("measures").EnumerateArray()
             where row.GetProperty("measure").GetString() == measure && row.GetProperty("median").ValueKind == JsonValueKind.Number
             select (Name: scenario.GetProperty("scenario").GetString()!, Row: row)).ToArray();
        if (values.Length == 0) throw new InvalidOperationException($"the newest results have no '{measure}'");
        var unit = values[0].Row.GetProperty("unit").GetString();
        var size = values[0].Name[(values[0].Name.IndexOf(',', StringComparison.Ordinal) + 2)..];
        var day = results.GetProperty("date").GetDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Bars.Draw($"{title}, {unit} ({size}; {day})", [.. values.Select(one => (one.Name.Split(',')[0], one.Row.GetProperty("median").GetDouble()))], ServerKind.Product);
    }
}
