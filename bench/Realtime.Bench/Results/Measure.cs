namespace Realtime.Bench.Results;

/// <summary>One number that runs of a scenario measure.</summary>
/// <param name="Says">From where to where, or of what.</param>
/// <param name="Unit">Empty for a count.</param>
/// <param name="Must">What no run may exceed; null: told only.</param>
internal sealed record Measure(string Says, string Unit, double? Must = null);
