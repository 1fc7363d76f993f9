using System.Globalization;

namespace Realtime.Bench.Results;

/// <summary>Writes rows for a reader at a terminal.</summary>
internal static class ResultTable
{
    public static void Write(TextWriter to, IReadOnlyList<Row> rows)
    {
        var scenario = rows.Max(r => r.Scenario.Length);
        var measure = rows.Max(r => r.Measure.Says.Length);
        Line("scenario", "measure", "runs", "median", "worst", "must", "reached");
        foreach (var row in rows)
        {
            var reached = row.Reached switch { true => "yes", false => "NO", null => "" };
            Line(row.Scenario, row.Measure.Says, $"{row.Values.Count}/{row.Runs}", Number(row.Median, row.Measure), Number(row.Worst, row.Measure), Number(row.Measure.Must, row.Measure), reached);
        }

        void Line(string name, string says, string runs, string median, string worst, string must, string reached) =>
            to.WriteLine($"{name.PadRight(scenario)}  {says.PadRight(measure)}  {runs,5}  {median,10}  {worst,10}  {must,10}  {reached}".TrimEnd());
    }

    /// <summary>A number with its unit, as short as it can be read.</summary>
    public static string Number(double? value, Measure measure) =>
        value is { } number ? $"{number.ToString($"F{measure.Digits ?? (measure.Unit == "s" ? 1 : 0)}", CultureInfo.InvariantCulture)} {measure.Unit}".TrimEnd() : "-";
}
