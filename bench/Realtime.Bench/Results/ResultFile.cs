using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Results;

/// <summary>Keeps everything that was measured, every run of it, as one JSON file in bench/results.</summary>
internal static class ResultFile
{
    /// <summary>No page ever shows it: arrows stay arrows.</summary>
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The file's path.</returns>
    public static async Task<string> WriteAsync(string name, DateTimeOffset began, Machine machine, IEnumerable<(string Scenario, IEnumerable<Measure> Measures, IReadOnlyList<Run> Runs)> results)
    {
        var folder = Directory.CreateDirectory(Path.Combine(BenchFolder.Path, "results"));
        var path = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{name}-{began:yyyy-MM-dd-HHmm}-{machine.Commit.Id}.json"));
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, new { date = began, machine.Commit, machine, scenarios = results.Select(Scenario) }, Format);
        return path;
    }

    private static object Scenario((string Name, IEnumerable<Measure> Measures, IReadOnlyList<Run> Runs) one) => new
    {
        scenario = one.Name,
        measures = Row.Of(one.Name, one.Measures, one.Runs).Select(r => new { measure = r.Measure.Says, r.Measure.Unit, r.Median, r.Worst, r.Measure.Must, r.Reached }),
        runs = one.Runs.Select(r => new { r.Number, values = r.Values.ToDictionary(v => v.Key.Says, v => Math.Round(v.Value, 3)), r.Fault }),
    };
}
