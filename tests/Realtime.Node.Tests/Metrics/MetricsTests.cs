using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Node.Tests.EndToEnd;
using Realtime.Testing;

namespace Realtime.Node.Tests.Metrics;

/// <summary>A node of its own, whose numbers nobody else changes.</summary>
public sealed class MeasuredNode : IAsyncLifetime
{
    /// <summary>The node.</summary>
    public NodeProcess Process { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Process = await NodeProcess.StartAsync(Beats.Setting);

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Process.DisposeAsync();
}

/// <summary>What a scrape says against what clients saw.</summary>
public sealed partial class MetricsTests(MeasuredNode measured) : IClassFixture<MeasuredNode>
{
    private static readonly string[] Topics = ["zz-first", "zz-second"];

    private NodeProcess Node => measured.Process;

    [Fact]
    public async Task A_scrape_says_what_the_clients_counted()
    {
        var before = await QuietAsync();
        var watched = Stopwatch.StartNew();
        var clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PhoenixClient.ConnectAsync(Node)));
        foreach (var client in clients)
        {
            foreach (var key in Topics) await client.JoinAsync(key);
        }

        foreach (var key in Topics)
        {
            foreach (var dataSet in DemoNode.DataSets) await clients[0].FramesAsync(key, dataSet, 4, 0);
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                var now = await Scrape.OfAsync(Node);
                return (now.Sum("realtime_connections"), now.Sum("realtime_channels"), now.Sum("realtime_topics"), now.Sum("realtime_relays"), now.Sum("realtime_watchers"))
                    == (3, 6, 2, 2, 6);
            },
            "3 connections with 2 channels each, 2 topics and relays, 6 watchers");
        foreach (var key in Topics)
        {
            foreach (var client in clients) await client.PushAsync($"realtime:{key}", "phx_leave", "bye");
        }

        var after = await QuietAsync();
        double Grew(string name, params (string, string)[] with) => after.Sum(name, with) - (before.Text.Contains(name, StringComparison.Ordinal) ? before.Sum(name, with) : 0);
        await Eventually.HoldsAsync(() => clients.Sum(c => c.Count) == Grew("realtime_frames_sent_total"), "every frame sent has come");
        Assert.Equal(clients.Sum(c => c.Messages.Sum(m => (long)m.Utf8.Length)), Grew("realtime_sent_bytes_total"));
        Assert.Equal(6, Grew("realtime_join_duration_seconds_count"));
        var mostBeats = Topics.Length * (Math.Ceiling(watched.Elapsed.TotalMilliseconds / Beats.IntervalMs) + 2);
        foreach (var dataSet in DemoNode.DataSets)
        {
            var seen = clients.SelectMany(c => c.Messages).Where(m => m.Event == dataSet && m.Seq is not null).Select(m => (m.Topic, m.Seq)).Distinct().Count();
            Assert.InRange(Grew("realtime_polls_total", ("data_set", dataSet)), seen, mostBeats);
            Assert.True(Grew("realtime_polls_total", ("data_set", dataSet), ("outcome", "changed")) >= Topics.Length);
            Assert.True(Grew("realtime_batch_size_sum", ("data_set", dataSet)) >= Grew("realtime_polls_total", ("data_set", dataSet), ("outcome", "changed")));
        }

        foreach (var client in clients) await client.DisposeAsync();
        await Eventually.HoldsAsync(async () => (await Scrape.OfAsync(Node)).Sum("realtime_connections") == 0, "no connection is left");
        Assert.DoesNotContain("zz-", after.Text, StringComparison.Ordinal);
        Assert.Subset(new HashSet<string> { "otel_scope_name", "data_set", "outcome", "kind", "actor", "reason", "limit", "le" }, after.Labels);
    }

    [Fact]
    public async Task Whatever_the_dashboard_and_the_docs_name_is_in_a_scrape_and_the_docs_name_all()
    {
        await using var client = await PhoenixClient.ConnectAsync(Node);
        await client.PushAsync("realtime:zz-docs", "phx_join", "1", "1", """{"key":"ann"}""");
        await client.FramesAsync("zz-docs", DemoNode.DataSets[0], 3, 0);
        HashSet<string> names = [];
        await Eventually.HoldsAsync(
            async () => (names = (await Scrape.OfAsync(Node)).Names).Contains("realtime_presence_convergence_seconds"), "the first presence is told");
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "CHANGELOG.md"))) root = root.Parent!;
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(root.FullName, "deploy", "grafana", "realtime.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToArray();
        Assert.True(panels.Length >= 10);
        foreach (var target in panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()))
        {
            var named = Named(target.GetProperty("expr").GetString()!);
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, names));
        }

        var docs = Named(await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "metrics.md")));
        Assert.All(docs, name => Assert.Contains(name, names));
        Assert.All(names.Where(n => n.StartsWith("realtime_", StringComparison.Ordinal)), name => Assert.Contains(name, docs));
    }

    [Fact]
    public async Task A_store_that_is_away_shows_as_failed_polls_and_a_collector_gets_what_no_scrape_may()
    {
        using var collector = new Collector();
        var settings = PostgresWorld.Settings($"Host=127.0.0.1;Port={FreePort.Next()};Username=postgres", "postgres");
        var sends = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        };
        await using var pulled = await NodeProcess.StartAsync(settings);
        await using var pushing = NodeProcess.StartNow(environment: sends, settings: [.. settings, "Realtime:Operations:Metrics=false"]);
        await using var client = await PhoenixClient.ConnectAsync(pulled);
        await client.JoinAsync("zz-away");
        foreach (var dataSet in (string[])["throughput", "statement_age"])
        {
            await client.FrameAsync("zz-away", dataSet, m => m.State == "failing", "failing");
            var scrape = await Scrape.OfAsync(pulled);
            await Eventually.HoldsAsync(
                async () => (await Scrape.OfAsync(pulled)).Sum("realtime_polls_total", ("data_set", dataSet), ("outcome", "failed")) >= 1, "the failed poll is counted");
            Assert.Equal(0, scrape.Sum("realtime_polls_total", ("data_set", dataSet), ("outcome", "changed")));
        }

        Assert.True((await Scrape.OfAsync(pulled)).Sum("realtime_statement_failures_total", ("data_set", "as_of"), ("kind", "unavailable")) >= 1);
        await pushing.ReadyAsync();
        await Eventually.HoldsAsync(() => collector.Got("metrics", "realtime.connections") && collector.Got("metrics", "dotnet.thread_pool.queue.length"), "the collector gets both meters");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await pushing.StatusAsync("/metrics"));
    }

    /// <summary>Waits until no topic runs, so that nothing is sent any more.</summary>
    private async Task<Scrape> QuietAsync()
    {
        Scrape? scrape = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                scrape = await Scrape.OfAsync(Node);
                return scrape.Sum("realtime_topics") == 0 && scrape.Sum("realtime_relays") == 0 && scrape.Sum("realtime_channels") == 0;
            },
            "no topic is left");
        return scrape!;
    }

    /// <summary>The metrics that a text names, without what a histogram adds.</summary>
    private static HashSet<string> Named(string text) => [.. Metric().Matches(text).Select(m => Part().Replace(m.Value, ""))];

    [GeneratedRegex(@"\b(?:realtime|dotnet)_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("(?:(?<=_seconds)|(?<=_size))_(?:bucket|sum|count)$")]
    private static partial Regex Part();
}
