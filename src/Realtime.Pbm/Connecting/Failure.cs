namespace Realtime.Pbm.Connecting;

/// <summary>Why something cannot go on.</summary>
/// <param name="Exit">What the program ends with: see <see cref="Protocol.Operations.OperatorExit"/>.</param>
/// <param name="Message">For the error stream.</param>
internal sealed record Failure(int Exit, string Message);
