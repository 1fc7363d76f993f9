using System.Diagnostics;

namespace Realtime.Actors.Tracing;

/// <summary>
/// Traces of polls: <c>tick</c> (a beat of one data set of one topic) → <c>batch</c> (the topics it was asked with) → <c>statement</c> (each try in the store), and
/// <c>frame</c> (what came of the tick). Whether a tick is traced is decided as it begins, and holds for all under it; what is not traced allocates nothing.
/// </summary>
/// <param name="ratio">Which part of all ticks is traced, 0 to 1; 0 = none.</param>
public sealed class RealtimeTracing(double ratio)
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Realtime";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>No traces.</summary>
    public static RealtimeTracing Off { get; } = new(0);

    /// <summary>Whether the tick that begins now is traced.</summary>
    internal bool Samples => ratio > 0 && Source.HasListeners() && Random.Shared.NextDouble() < ratio;

    /// <summary>
    /// Starts a span under another, or a trace. What is current on this thread stays so: actors share threads, and a span left behind there would become the parent of
    /// somebody else's.
    /// </summary>
    internal static Activity? Start(string name, ActivityContext parent = default, ActivityKind kind = ActivityKind.Internal, IEnumerable<ActivityLink>? links = null)
    {
        var current = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(kind, parent, tags: null, links, startTime: default, name);
        Activity.Current = current;
        return span;
    }

    /// <summary>Ends a span; what is current on this thread stays so.</summary>
    internal static void End(Activity span)
    {
        var current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }
}
