namespace Realtime.Node.Demo;

/// <summary>What the demo says in the log. Event ids 7000 to 7099, never reused.</summary>
internal static partial class DemoLog
{
    [LoggerMessage(
        7000, LogLevel.Information,
        "Demo: {Views} made-up views at {Properties} properties, {Points} points of history, ready after {Milliseconds} ms; seed {Seed}")]
    public static partial void Ready(ILogger log, int views, int properties, int points, long milliseconds, ulong seed);

    [LoggerMessage(7001, LogLevel.Warning, "Demo: the store does not take what players write; they watch on, and writing is tried again until it works")]
    public static partial void OutageBegan(ILogger log, Exception problem);

    [LoggerMessage(7002, LogLevel.Information, "Demo: the store takes writes again after {Seconds:0.0} s; it has the current state")]
    public static partial void OutageEnded(ILogger log, double seconds);
}
