using System.Collections.Concurrent;
using System.Diagnostics;
using Realtime.Actors.Tracing;

namespace Realtime.Actors.Tests.Tracing;

/// <summary>Listens to the product's source in this process and keeps every span that ended.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Spans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RealtimeTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Activity[] All => [.. _ended];

    public Activity[] Named(string name) => [.. _ended.Where(s => s.OperationName == name)];

    /// <summary>The spans right under one.</summary>
    public Activity[] Under(Activity parent) => [.. _ended.Where(s => s.ParentSpanId == parent.SpanId && s.TraceId == parent.TraceId)];

    public void Dispose() => _listener.Dispose();
}
