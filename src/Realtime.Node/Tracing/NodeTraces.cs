using OpenTelemetry.Trace;
using Realtime.Actors.Tracing;
using Realtime.Node.Metrics;
using Realtime.Node.Settings;

namespace Realtime.Node.Tracing;

/// <summary>Where a node's traces go: to the collector that is named, if any tick is traced at all.</summary>
internal static class NodeTraces
{
    public static void AddNodeTraces(this IServiceCollection services, NodeSettings settings)
    {
        services.AddSingleton(new RealtimeTracing(settings.TraceRatio));
        if (settings.TraceRatio == 0) return;
        services.AddOpenTelemetry().WithTracing(traces =>
        {
            traces.ConfigureResource(NodeMetrics.NameNode);
            traces.AddSource(RealtimeTracing.SourceName);
            // Decided before, as the tick began: a sampler here would come after a span was made for nothing.
            traces.SetSampler(new AlwaysOnSampler());
            traces.AddOtlpExporter();
        });
    }
}
