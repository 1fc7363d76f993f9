namespace Realtime.Bench;

/// <summary>Something this program can measure.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Options">It takes.</param>
/// <param name="Says">What it measures.</param>
/// <param name="RunAsync">Measures; its result is the program's exit code: 0 when every bound was reached, 1 when not, 2 for wrong options.</param>
internal sealed record Measurement(string Name, string Options, string Says, Func<string[], CancellationToken, Task<int>> RunAsync);
