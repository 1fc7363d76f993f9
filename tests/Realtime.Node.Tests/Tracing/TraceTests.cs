using Realtime.Node.Tests.EndToEnd;
using Realtime.Node.Tests.Metrics;
using Realtime.Testing;

namespace Realtime.Node.Tests.Tracing;

/// <summary>What a collector gets of a real node's traces.</summary>
[Collection(PostgresWorldCollection.Name)]
public sealed class TraceTests(PostgresWorld world)
{
    [PostgresFact]
    public async Task A_collector_gets_the_spans_of_polls_with_their_topic_which_no_metric_has()
    {
        using var collector = new Collector();
        await using var node = await StartAsync(collector, "Realtime:Operations:TraceRatio=1");
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.JoinAsync("zz-traced");
        await client.FramesAsync("zz-traced", "throughput", 2, 0);
        foreach (var text in (string[])["tick", "batch", "statement", "frame", "zz-traced", "realtime-node", "db.system.name", "postgresql", "realtime.frame.nodes"])
        {
            await Eventually.HoldsAsync(() => collector.Got("traces", text), $"the collector gets {text}");
        }

        await Eventually.HoldsAsync(() => collector.Got("metrics", "realtime.poll.duration"), "metrics come as well");
        Assert.False(collector.Got("metrics", "zz-traced"));
    }

    [PostgresFact]
    public async Task Without_a_ratio_a_collector_gets_metrics_and_no_trace()
    {
        using var collector = new Collector();
        await using (var node = await StartAsync(collector))
        {
            await using var client = await PhoenixClient.ConnectAsync(node);
            await client.JoinAsync("zz-untraced");
            await client.FramesAsync("zz-untraced", "throughput", 2, 0);
            await Eventually.HoldsAsync(() => collector.Got("metrics", "realtime.poll.duration"), "metrics come");
        }

        // As the node ended it sent all that it had.
        Assert.False(collector.Got("traces", ""));
    }

    private async Task<NodeProcess> StartAsync(Collector collector, params string[] more)
    {
        var sends = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };
        var node = NodeProcess.StartNow(environment: sends, settings: PostgresWorld.Settings((await world.ServerAsync()).ConnectionString, "postgres", more));
        await node.ReadyAsync();
        return node;
    }
}
