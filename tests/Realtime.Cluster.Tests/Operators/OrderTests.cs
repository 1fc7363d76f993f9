using System.Text.Json.Nodes;
using Realtime.Local;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Operators;

/// <summary>Orders to a running cluster, and questions while some of it is down.</summary>
public sealed class OrderTests(ClusterFixture fixture, ITestOutputHelper output) : OperatorScenario(fixture, output)
{
    private const int ToldToGo = 1001;

    [PostgresFact]
    public async Task Tails_go_on_while_the_topics_node_is_killed()
    {
        var topics = await NewTopicsAtAsync(Cluster.Nodes[2], 4);
        var topic = topics.First(t => Log.Hosts(topics)[t] == Cluster.Nodes[2].Name);
        await using var members = Pbm.Start(Asked, "cluster tail");
        await using var frames = Pbm.Start(Asked, $"topic tail -t {topic}");
        await using var json = Pbm.Start(Asked, $"topic tail -t {topic} --json");
        await members.SaysAsync($"member up {Address(Cluster.Nodes[2])}");
        await frames.SaysAsync("moving snapshot");
        await json.SaysAsync("\"data_set\":\"moving\"");
        var victim = await OwnerAsync(topic);
        Assert.Equal(Cluster.Nodes[2], victim);
        await victim.KillAsync();
        await members.SaysAsync($"member removed {Address(victim)}");
        var before = frames.Lines.Count;
        await Eventually.HoldsAsync(() => frames.Lines.Skip(before).Count(line => line.Contains("moving snapshot seq", StringComparison.Ordinal)) >= 2, "frames of the new owner", TimeSpan.FromSeconds(30));
        Assert.NotEqual(victim, await OwnerAsync(topic));
        foreach (var tail in new[] { members, frames, json })
        {
            await tail.InterruptAsync();
            Assert.Equal(130, (await tail.EndedAsync()).Exit);
        }

        Assert.All(json.Lines, line => Assert.NotNull(JsonNode.Parse(line)!["frame"]!["kind"]));
    }

    [PostgresFact]
    public async Task A_member_that_does_not_answer_has_a_row_that_says_so()
    {
        var silent = Cluster.Nodes[2];
        await silent.FreezeAsync();
        try
        {
            var rows = await RowsAsync("system uptime", exit: 4);
            Assert.Equal("no answer", Field(rows.Single(row => Field(row, "node") == Address(silent)), "fault"));
            Assert.Equal(4, rows.Count(row => Field(row, "fault").Length == 0));
            Assert.Contains(await TextAsync("topic list", exit: 4), line => line.EndsWith($"{Address(silent)}  no answer", StringComparison.Ordinal));
        }
        finally
        {
            await silent.ThawAsync();
        }
    }

    [PostgresFact]
    public async Task A_topic_that_is_kicked_begins_anew_and_its_watchers_stay()
    {
        var topics = await WatchedTopicsAsync(1);
        await BeatsAsync(Watchers, 1);
        var kicked = Now;
        Assert.Contains("begins anew", Assert.Single(await TextAsync($"topic kick -t {topics[0]}")), StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            async () => await Pbm.RunAsync(Asked, $"topic show -t {topics[0]} --json") is { Exit: 0 } shown
                && Now.AddSeconds(-JsonNode.Parse(shown.Lines[0])!["age_seconds"]!.GetValue<double>()) > kicked && Field(JsonNode.Parse(shown.Lines[0]), "watchers") == "2",
            "the topic is young, and watched as before", TimeSpan.FromSeconds(30));
        await BeatsAsync(Watchers, 2);
        WatchersAreContent();
        Assert.Contains("does not run", (await Pbm.RunAsync(Asked, "topic kick -t nobody-watches-this")).Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_connection_is_listed_shown_and_told_to_go()
    {
        var topics = await WatchedTopicsAsync(2);
        var rows = await RowsAsync("connections list");
        var mine = rows.First(row => Field(row, "node") == Address(Cluster.Nodes[1]) && Field(row, "topics") == "2");
        var shown = await ObjectAsync($"connections show --id {Field(mine, "id")}");
        Assert.Equal(topics.Order(), shown["channels"]!.AsArray().Select(c => Field(c, "topic")).Order());
        Assert.Contains(await TextAsync($"connections show --id {Field(mine, "id")}"), line => line.StartsWith(topics[0], StringComparison.Ordinal));
        Assert.Equal(1, (await Pbm.RunAsync(Asked, "connections show --id none-0")).Exit);
        Assert.Equal(2, (await Pbm.RunAsync(Asked, "connections disconnect")).Exit);
        Assert.Equal("Count: 0 connections told to go", Assert.Single(await TextAsync("connections disconnect --user nobody")));
        Assert.Single(await RowsAsync($"connections disconnect --id {Field(mine, "id")}"));
        await Eventually.HoldsAsync(() => Watchers.Sum(w => w.Record.Closes.Count(c => c.Code == ToldToGo)) == 1, "one watcher was told to go");
    }

    [PostgresFact]
    public async Task A_node_that_is_drained_ends_well_and_no_beat_is_missed()
    {
        var topics = NewTopics(10);
        for (var i = 0; i < 6; i++) WatchThroughProxy(topics);
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        var drained = Cluster.Nodes[2];
        Assert.Contains("drains", Assert.Single(await TextAsync($"node drain -a {Address(drained)}")), StringComparison.Ordinal);
        Assert.Equal(0, await drained.EndedAsync());
        await BeatsAsync(Watchers, 2);
        None("repeated polls", Log.Repeated(topics));
        None("missed beats", Log.Missed(topics, settled));
        WatchersAreContent();
    }

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task A_member_leaves_and_one_that_is_downed_ends()
    {
        var (leaves, falls) = (Cluster.Nodes[1], Cluster.Nodes[2]);
        await TextAsync($"cluster leave -a {Address(leaves)}");
        Assert.Equal(0, await leaves.EndedAsync());
        await RowsUntilAsync("cluster show", rows => rows.Count == 4);
        await TextAsync($"cluster down -a {Address(falls)}");
        Assert.Equal(3, await falls.EndedAsync());
        Assert.Contains("is not a member", (await Pbm.RunAsync(Asked, "cluster down -a 127.0.0.1:1")).Error, StringComparison.Ordinal);
    }
}
