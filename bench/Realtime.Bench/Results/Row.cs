namespace Realtime.Bench.Results;

/// <summary>What all runs of a scenario say about one measure.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Measure">Which.</param>
/// <param name="Values">One of each run that came to it, the best first.</param>
/// <param name="Runs">How many were tried.</param>
internal sealed record Row(string Scenario, Measure Measure, IReadOnlyList<double> Values, int Runs)
{
    /// <summary>The middle one, or between the two in the middle; null: no run came to it.</summary>
    public double? Median => Values.Count == 0 ? null : (Values[(Values.Count - 1) / 2] + Values[Values.Count / 2]) / 2;

    /// <summary>The last: the largest, or the smallest where more is better. Null: no run came to it.</summary>
    public double? Worst => Values.Count == 0 ? null : Values[^1];

    /// <summary>Whether every run kept the bound; null: there is none. A run that did not come to it kept nothing.</summary>
    public bool? Reached => Measure.Must is { } must ? Values.Count == Runs && (Measure.More ? Worst >= must : Worst <= must) : null;

    /// <summary>The rows of a scenario, one a measure.</summary>
    public static IEnumerable<Row> Of(string scenario, IEnumerable<Measure> measures, IReadOnlyList<Run> runs) =>
        measures.Select(m => new Row(scenario, m, [.. runs.Where(r => r.Values.ContainsKey(m)).Select(r => r.Values[m]).OrderBy(value => m.More ? -value : value)], runs.Count));
}
