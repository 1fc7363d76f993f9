using System.Collections.Concurrent;

namespace Realtime.Bench.Results;

/// <summary>One run of a scenario: its numbers, and what kept it from its end.</summary>
/// <param name="number">The first is 1.</param>
internal sealed class Run(int number)
{
    private readonly ConcurrentDictionary<Measure, double> _values = new();

    /// <summary>Which of its scenario.</summary>
    public int Number { get; } = number;

    /// <summary>What it measured; whatever it did not come to is missing.</summary>
    public IReadOnlyDictionary<Measure, double> Values => _values;

    /// <summary>Why it did not come to its end; null: it did.</summary>
    public string? Fault { get; set; }

    /// <summary>Notes a number.</summary>
    /// <exception cref="InvalidOperationException">It is none: what it was divided by is zero.</exception>
    public void Add(Measure measure, double value) =>
        _values[measure] = double.IsFinite(value) ? value : throw new InvalidOperationException($"{measure.Says}: nothing was counted");

    /// <summary>Notes a time, in the measure's unit.</summary>
    public void Add(Measure measure, TimeSpan time) => Add(measure, measure.Unit == "ms" ? time.TotalMilliseconds : time.TotalSeconds);
}
