namespace Realtime.Bench.Results;

/// <summary>One number that runs of a scenario measure.</summary>
/// <param name="Says">From where to where, or of what.</param>
/// <param name="Unit">Empty for a count.</param>
/// <param name="Must">What no run may exceed, or fall short of where more is better; null: told only.</param>
/// <param name="More">Whether more is better.</param>
/// <param name="Digits">Behind the point, where it is written for a reader; null: one for seconds, else none.</param>
internal sealed record Measure(string Says, string Unit, double? Must = null, bool More = false, int? Digits = null);
