using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Realtime.Actors.Metrics;
using Realtime.Node.Settings;

namespace Realtime.Node.Metrics;

/// <summary>Who listens to a node's metrics: whoever asks <c>/metrics</c>, and a collector if one is named. Nobody is the cheapest.</summary>
internal static class NodeMetrics
{
    /// <summary>The runtime's own meter: thread pool, garbage collector, CPU, memory.</summary>
    private const string Runtime = "System.Runtime";

    public static void AddNodeMetrics(this IServiceCollection services, NodeSettings settings)
    {
        services.AddSingleton<RealtimeMetrics>();
        if (!settings.ServesMetrics && !settings.HasCollector) return;
        services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.ConfigureResource(NameNode);
            metrics.AddMeter(RealtimeMetrics.MeterName, Runtime);
            if (settings.ServesMetrics) metrics.AddPrometheusExporter();
            if (settings.HasCollector) metrics.AddOtlpExporter();
        });
    }

    /// <summary>Who a collector is told it hears. <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c>, read last, have the last word.</summary>
    public static void NameNode(ResourceBuilder node) => node.AddService("realtime-node").AddEnvironmentVariableDetector();
}
