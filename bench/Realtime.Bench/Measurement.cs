using System.Net.WebSockets;

namespace Realtime.Bench;

/// <summary>Something this program can measure.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Options">It takes.</param>
/// <param name="Says">What it measures.</param>
/// <param name="RunAsync">Measures; its result is the program's exit code: 0 when every bound was reached, 1 when not, 2 for wrong options.</param>
internal sealed record Measurement(string Name, string Options, string Says, Func<string[], CancellationToken, Task<int>> RunAsync)
{
    /// <summary>Whether something measured, or asked for what it counts, was not as it should be: a message tells enough, and other parts may still be measured.</summary>
    public static bool IsFault(Exception e) => e is InvalidOperationException or TimeoutException or HttpRequestException or IOException or WebSocketException;
}
