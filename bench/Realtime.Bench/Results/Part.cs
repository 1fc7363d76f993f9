namespace Realtime.Bench.Results;

/// <summary>Something that is measured once, under a name.</summary>
/// <param name="Says">What is done.</param>
/// <param name="Measures">What it measures.</param>
/// <param name="RunAsync">Does it and notes its numbers.</param>
internal sealed record Part(string Says, IReadOnlyList<Measure> Measures, Func<Run, CancellationToken, Task> RunAsync);
