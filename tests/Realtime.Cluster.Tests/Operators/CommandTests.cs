using System.Text.Json.Nodes;
using Realtime.Local;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Operators;

/// <summary>Every command that looks, as text and as JSON, asked at one node of three with two lighthouses.</summary>
public sealed class CommandTests(ClusterFixture fixture, ITestOutputHelper output) : OperatorScenario(fixture, output)
{
    private const int Members = 5;

    [PostgresFact]
    public async Task Members_are_shown_with_roles_status_and_version()
    {
        var text = await TextAsync("cluster show");
        Assert.Equal($"Count: {Members} nodes", text[^1]);
        foreach (var node in Cluster.Nodes) Assert.Contains(text, line => line.StartsWith($"{Address(node)} | [edge,realtime,topic] | up |  | ", StringComparison.Ordinal));
        foreach (var lighthouse in Cluster.Lighthouses) Assert.Contains(text, line => line.StartsWith($"{Address(lighthouse)} | [lighthouse] | up |  | ", StringComparison.Ordinal));
        var rows = await RowsAsync("cluster show");
        Assert.Equal(Members, rows.Count);
        Assert.All(rows, row => Assert.True(row!["reachable"]!.GetValue<bool>()));

        Assert.StartsWith($"{Address(Asked)} | ", Assert.Single(await TextAsync("cluster status")), StringComparison.Ordinal);
        Assert.Equal(Address(Asked), Field(await ObjectAsync("cluster status"), "address"));
        var leader = Assert.Single(await TextAsync("cluster leader"));
        Assert.Equal(Field(rows.Single(row => row!["leader"]!.GetValue<bool>()), "address"), leader);
        Assert.Equal(leader, Field(await ObjectAsync("cluster leader"), "leader"));
        Assert.Contains("already", (await Pbm.RunAsync(Asked, $"cluster join -a {Address(Cluster.Lighthouses[0])}")).Error, StringComparison.Ordinal);
        Assert.Equal("Count: 0 nodes", Assert.Single(await TextAsync("cluster down-unreachable")));
        Assert.Empty(await RowsAsync("cluster down-unreachable"));
    }

    [PostgresFact]
    public async Task Shards_and_entities_are_counted_and_located()
    {
        var topics = await WatchedTopicsAsync(6);
        Assert.Equal("topic", Assert.Single(await TextAsync("cluster-sharding list-regions")));
        Assert.Equal("topic", Field(Assert.Single(await RowsAsync("cluster-sharding list-regions")), "region"));

        var text = await TextAsync("cluster-sharding region-stats -r topic");
        Assert.Equal(Cluster.Nodes.Length, text.Count);
        Assert.Contains("[coordinator]", Assert.Single(text, line => line.StartsWith(Address(Cluster.Coordinator), StringComparison.Ordinal)), StringComparison.Ordinal);
        var stats = await RowsAsync("cluster-sharding region-stats -r topic");
        Assert.True(stats.Sum(row => row!["entities"]!.GetValue<int>()) >= topics.Length);

        var entities = await RowsAsync("cluster-sharding list-entities -r topic -n 10000");
        var mine = entities.Single(row => Field(row, "entity") == topics[0]);
        Assert.Contains(await TextAsync($"cluster-sharding list-entities -r topic -s {Field(mine, "shard")}"), line => line.Contains(topics[0], StringComparison.Ordinal));
        Assert.Contains(await RowsAsync("cluster-sharding list-shards -r topic"), row => Field(row, "shard") == Field(mine, "shard") && Field(row, "node") == Field(mine, "node"));
        Assert.Contains(" shards", (await TextAsync("cluster-sharding list-shards -r topic"))[^1], StringComparison.Ordinal);

        var located = await ObjectAsync($"cluster-sharding locate -e {topics[0]}");
        Assert.Equal((Field(mine, "node"), "true"), (Field(located, "node"), Field(located, "running")));
        Assert.Contains("running", Assert.Single(await TextAsync($"cluster-sharding locate -e {topics[0]}")), StringComparison.Ordinal);
        Assert.Equal("false", Field(await ObjectAsync("cluster-sharding locate -e nobody-watches-this"), "running"));
        Assert.Contains("--region is 'other'", (await Pbm.RunAsync(Asked, "cluster-sharding region-stats -r other")).Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Actors_and_processes_are_described()
    {
        Assert.Equal(Address(Asked), Assert.Single(await TextAsync("actor system")));
        Assert.Equal(Address(Asked), Field(await ObjectAsync("actor system"), "system"));
        var paths = await TextAsync("actor hierarchy -d 2");
        Assert.Contains("/user/relays", paths);
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Equal("/user/census", Field(Assert.Single(await RowsAsync($"actor hierarchy -s {Address(Cluster.Nodes[1])}/user/census")), "path"));
        Assert.Equal(1, (await Pbm.RunAsync(Asked, "actor hierarchy -s /user/nobody")).Exit);

        foreach (var command in new[] { "system info", "system uptime" })
        {
            Assert.Equal(Members + 1, (await TextAsync(command)).Count);
            Assert.Equal(Members, (await RowsAsync(command)).Select(row => Field(row, "node")).Distinct().Count());
        }
    }

    [PostgresFact]
    public async Task A_topic_is_shown_with_its_node_its_pollers_its_watchers_and_its_cost()
    {
        var topics = await WatchedTopicsAsync(3);
        await BeatsAsync(Watchers, 1);
        var listed = await RowsUntilAsync("topic list -n 10000", rows => topics.All(t => rows.Any(row => Field(row, "topic") == t && Field(row, "watchers") == "2")));
        var row = listed.Single(r => Field(r, "topic") == topics[0])!;
        Assert.Equal("2", Field(row, "nodes"));
        Assert.True(row["store_ms"]!.GetValue<double>() > 0 && row["bytes"]!.GetValue<long>() > 0 && row["rows"]!.GetValue<long>() > 0, row.ToJsonString());
        var costs = (await RowsAsync("topic list --sort cost -n 10000")).Select(r => r!["store_ms"]!.GetValue<double>()).ToArray();
        Assert.Equal(costs.OrderDescending(), costs);
        Assert.StartsWith("Count: ", (await TextAsync("topic list --sort age"))[^1], StringComparison.Ordinal);
        Assert.Single(await RowsAsync("topic list -n 1"));

        var shown = await ObjectAsync($"topic show -t {topics[0]}");
        Assert.Equal(Log.Hosts(topics)[topics[0]], Cluster.Nodes.Single(n => Address(n) == Field(shown, "node")).Name);
        Assert.Equal(DataSets.Order(), shown["data_sets"]!.AsArray().Select(d => Field(d, "data_set")).Order());
        Assert.All(shown["data_sets"]!.AsArray(), d => Assert.True(d!["polls"]!.GetValue<long>() > 0));
        Assert.Equal(new[] { Address(Cluster.Nodes[0]), Address(Cluster.Nodes[1]) }.Order(), shown["subscribed"]!.AsArray().Select(n => Field(n, "node")).Order());
        Assert.Equal("2 nodes are subscribed", Field(shown, "why_alive"));
        Assert.Contains("why it is alive: 2 nodes are subscribed", await TextAsync($"topic show -t {topics[0]}"));
        Assert.Contains("does not run", (await Pbm.RunAsync(Asked, "topic show -t nobody-watches-this")).Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Presence_agrees_with_the_nodes_and_the_audit_finds_nothing()
    {
        var topics = await WatchedTopicsAsync(3);
        await RowsUntilAsync("presence diff", rows => rows.Count == 0);
        Assert.Equal("Count: 0 differences", Assert.Single(await TextAsync("presence diff")));
        var shown = await ObjectAsync($"presence show -t {topics[0]}");
        Assert.All(shown["nodes"]!.AsArray(), n => Assert.Equal("true", Field(n, "in_distributed_data")));
        Assert.Equal("Count: 2 watchers, 0 with a name", (await TextAsync($"presence show -t {topics[0]}"))[^1]);

        // What others watched before lingers: an audit shows it once, as something under way.
        await RowsUntilAsync("topic list", rows => rows.Count == topics.Length);
        await RowsUntilAsync("zombies reap", rows => rows.Count == 0);
        Assert.StartsWith("Count: 0 findings", Assert.Single(await TextAsync("zombies list")), StringComparison.Ordinal);
        Assert.StartsWith("Count: 0 findings", Assert.Single(await TextAsync("zombies reap")), StringComparison.Ordinal);
        Assert.Empty(await RowsAsync("zombies list"));
    }

    [PostgresFact]
    public async Task Log_levels_are_shown_and_changed_and_the_log_is_followed()
    {
        await using var tail = Pbm.Start(Asked, "log tail -n 5");
        Assert.Contains(await TextAsync("log level"), line => line.StartsWith("Default ", StringComparison.Ordinal));
        await TextAsync("log level -c Realtime.Membership -l debug");
        Assert.Contains(await RowsAsync("log level"), row => (Field(row, "category"), Field(row, "level")) == ("Realtime.Membership", "debug"));
        await tail.SaysAsync("log level -c Realtime.Membership -l debug");
        await tail.InterruptAsync();
        Assert.Equal(130, (await tail.EndedAsync()).Exit);

        await using var json = Pbm.Start(Asked, "log tail --json");
        await json.SaysAsync("\"event\":3004");
        Assert.All(json.Lines, line => JsonNode.Parse(line)!.AsObject());
    }

    [PostgresFact]
    public async Task The_doctor_looks_at_every_member_and_says_what_to_do()
    {
        var answer = await Pbm.RunAsync(Asked, "doctor --json");
        var rows = JsonNode.Parse(Assert.Single(answer.Lines))!.AsArray();
        var todo = rows.Where(row => Field(row, "status") != "ok").ToArray();
        // The machine's own limit of open files may be low; nothing else may be wrong with a fresh cluster.
        Assert.All(todo, row => Assert.Equal("open files", Field(row, "check")));
        Assert.Equal(todo.Length > 0 ? 1 : 0, answer.Exit);
        foreach (var check in new[] { "clock", "version", "open files", "settings", "frame size", "store", "store connections" }) Assert.Contains(rows, row => Field(row, "check") == check);
        Assert.Equal(Members, rows.Count(row => Field(row, "check") == "clock"));
        Assert.Contains($"{rows.Count} checks", string.Join('\n', (await Pbm.RunAsync(Asked, "doctor")).Lines), StringComparison.Ordinal);
    }

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task The_doctor_finds_a_setting_that_differs_on_one_node()
    {
        var node = Cluster.Nodes[2];
        await node.StopAsync();
        node.Settings = ["Realtime:Linger=00:00:07"];
        node.Start();
        await node.ReadyAsync();
        await Cluster.UpAsync(Members);
        var differs = Assert.Single(await RowsAsync("doctor", exit: 1), row => Field(row, "check") == "settings");
        Assert.Contains($"'00:00:07' on {Address(node)}", Field(differs, "found"), StringComparison.Ordinal);
        Assert.NotEqual("", Field(differs, "to_do"));
    }
}
