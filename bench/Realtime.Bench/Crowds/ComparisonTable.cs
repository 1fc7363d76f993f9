using Realtime.Bench.Results;

namespace Realtime.Bench.Crowds;

/// <summary>Writes servers side by side: the median of all rounds.</summary>
internal static class ComparisonTable
{
    public static void Write(TextWriter to, IReadOnlyList<Measure> measures, IReadOnlyList<(string Server, IReadOnlyList<Row> Rows)> servers)
    {
        var width = measures.Max(m => m.Says.Length);
        to.WriteLine($"{"median of all rounds".PadRight(width)}{string.Concat(servers.Select(s => $"  {s.Server,19}"))}");
        foreach (var measure in measures)
        {
            var cells = servers.Select(s => s.Rows.First(row => row.Measure == measure)).Select(row => $"  {ResultTable.Number(row.Median, measure),19}");
            to.WriteLine($"{measure.Says.PadRight(width)}{string.Concat(cells)}");
        }
    }
}
