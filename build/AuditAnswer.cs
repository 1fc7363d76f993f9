namespace Realtime.Build;

/// <summary>What came of asking a registry whether packages have known faults.</summary>
/// <param name="What">The packages that were asked about.</param>
/// <param name="Outcome">What it is.</param>
/// <param name="Detail">Which packages, or why there is no answer.</param>
public sealed record AuditAnswer(string What, AuditOutcome Outcome, string Detail);
