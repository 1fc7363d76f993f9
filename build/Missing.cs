namespace Realtime.Build;

/// <summary>Something this machine lacks, or a step that failed: told to the user without a stack trace.</summary>
public sealed class Missing(string message) : Exception(message);
