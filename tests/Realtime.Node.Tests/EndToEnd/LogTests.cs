using System.Text.Json;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>What a node writes in its log, and above all what it does not.</summary>
public sealed class LogTests(PostgresWorld world) : IClassFixture<PostgresWorld>
{
    private static readonly string[] DataSets = ["activity_by_state", "throughput", "statement_age", "longest_running_statements"];
    private static readonly string[] Topics = ["postgres", "one", "two", "three", "four", "five"];

    [PostgresFact]
    public async Task An_outage_of_the_store_is_two_lines_however_many_topics_and_data_sets_are_watched()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(server.ConnectionString, "postgres"));
        await using var client = await PhoenixClient.ConnectAsync(node);
        foreach (var topic in Topics) await client.JoinAsync(topic);
        foreach (var topic in Topics) await EachIsAsync(client, topic, "live", 0);

        var before = node.Output.Count;
        await server.StopAsync();
        foreach (var topic in Topics)
        {
            // Three polls in vain, and later and later ones: more than three intervals.
            foreach (var dataSet in DataSets) await FramesAsync(client, topic, dataSet, "failing", 3);
        }

        await server.StartAsync();
        var back = client.Count;
        foreach (var topic in Topics) await EachIsAsync(client, topic, "live", back);
        foreach (var dataSet in DataSets) await client.FramesAsync("postgres", dataSet, 3, client.Count);

        var lines = node.Output.Skip(before).ToArray();
        Assert.True(lines.Length == 2, string.Join(Environment.NewLine, lines));
        Assert.Matches(@"warn: Realtime\.\w+\[1107\] The store is away since now \(Unavailable, error [0-9a-f]{8}\)", lines[0]);
        foreach (var dataSet in DataSets) Assert.Contains(dataSet, lines[0]);
        Assert.Matches(@"info: Realtime\.\w+\[1108\] The store answers again after \d+\.\d s", lines[1]);
    }

    [PostgresFact]
    public async Task A_quiet_node_with_one_watcher_writes_nothing_over_ten_polls()
    {
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings((await world.ServerAsync()).ConnectionString, "postgres"));
        await using var client = await PhoenixClient.ConnectAsync(node);
        var before = node.Output.Count;
        await client.JoinAsync("quiet");
        foreach (var dataSet in DataSets) await client.FramesAsync("quiet", dataSet, 11, 0);
        Assert.True(node.Output.Count == before, string.Join(Environment.NewLine, node.Output.Skip(before)));
    }

    [PostgresFact]
    public async Task The_console_writes_JSON_when_told_to_with_each_value_under_its_name()
    {
        await using var node = await NodeProcess.StartAsync(
            PostgresWorld.Settings((await world.ServerAsync()).ConnectionString, "postgres", "Logging:Console:FormatterName=json"));
        var lines = node.Output.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var start = Assert.Single(lines, line => line.GetProperty("EventId").GetInt32() == 1001);
        Assert.Equal("postgres", start.GetProperty("State").GetProperty("Pack").GetString());
    }

    private static async Task EachIsAsync(PhoenixClient client, string topic, string state, int from)
    {
        foreach (var dataSet in DataSets) await client.FrameAsync(topic, dataSet, m => m.State == state, state, from);
    }

    private static async Task FramesAsync(PhoenixClient client, string topic, string dataSet, string state, int count)
    {
        for (var (seen, from) = (0, 0); seen < count; seen++) from = (await client.FrameAsync(topic, dataSet, m => m.State == state, state, from)).Place + 1;
    }
}
