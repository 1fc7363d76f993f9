using Realtime.Local;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>Nodes come and go as an operator means it: nobody misses a beat.</summary>
public sealed class OrderlyTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    private const int GoesAway = 1012;

    /// <summary>What a joining node may take until it has its share.</summary>
    private static readonly TimeSpan ShareWithin = TimeSpan.FromSeconds(30);

    [PostgresFact]
    public Task A_node_that_is_stopped_closes_with_1012_and_no_beat_is_missed_or_repeated() => StopAsync(Cluster.Nodes.First(n => n != Cluster.Coordinator));

    [PostgresFact]
    public Task The_coordinators_node_is_stopped_and_no_beat_is_missed_or_repeated() => StopAsync(Cluster.Coordinator);

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task An_edge_node_is_stopped_and_no_beat_is_missed_or_repeated() => await StopAsync(await JoinedAsync("edge"));

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task A_topic_node_is_stopped_and_no_beat_is_missed_or_repeated() => await StopAsync(await JoinedAsync("topic"));

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task A_rolling_restart_under_load_loses_no_watcher_and_repeats_no_poll()
    {
        var topics = NewTopics(40);
        for (var i = 0; i < 20; i++) WatchThroughProxy(Enumerable.Range(0, 5).Select(j => topics[((i * 5) + j) % topics.Length]));
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        foreach (var node in Cluster.Nodes)
        {
            var from = Now;
            Assert.Equal(0, await node.StopAsync());
            var ended = Now;
            node.Start();
            await node.ReadyAsync();
            await Cluster.UpAsync(5);
            Say($"{node.Name} ended in {(ended - from).TotalSeconds:0.0} s and was back {(Now - ended).TotalSeconds:0.0} s later");
        }

        await BeatsAsync(Watchers, 3);
        var missed = Log.Missed(topics, settled);
        Say($"missed beats: {missed.Count}; gaps seen: {Watchers.Sum(w => w.Record.Gaps.Count)}; closes: {string.Join(", ", Watchers.SelectMany(w => w.Record.Closes).CountBy(c => c.Code))}");
        Say($"topics polled twice for one beat: {string.Join(", ", topics.Where(t => Log.Repeated([t]).Count > 0).Select(t => $"{t} with {Watchers.Count(w => w.Topics.Contains(t))} watchers"))}");
        None("repeated polls", Log.Repeated(topics));
        None("missed beats", missed);
        WatchersAreContent();
    }

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task A_node_that_joins_under_load_takes_its_share_of_topics()
    {
        var topics = NewTopics(60);
        foreach (var node in Cluster.Nodes) Watch(node, topics);
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        var started = Now;
        var joining = Cluster.AddNode("node-4", ClusterPlan.Both);
        await joining.ReadyAsync();
        Say($"ready after {(Now - started).TotalSeconds:0.0} s");
        var ready = Now;
        // Shards are dealt out evenly, topics as chance has it: half of a fair share shows that it works.
        var least = topics.Length / 4 / 2;
        await Eventually.HoldsAsync(() => Log.Hosts(topics).Count(h => h.Value == joining.Name) >= least, $"it holds {least} of {topics.Length} topics", ShareWithin);
        Say($"{least} topics after {(Now - ready).TotalSeconds:0.0} s");
        await BeatsAsync(Watchers, 4);
        Say($"hosts: {string.Join(", ", Log.Hosts(topics).Values.CountBy(h => h).Select(c => $"{c.Key} {c.Value}"))}; missed beats: {Log.Missed(topics, settled).Count}");
        None("repeated polls", Log.Repeated(topics));
        None("missed beats", Log.Missed(topics, settled));
        WatchersAreContent();
    }

    private async Task<Member> JoinedAsync(string role)
    {
        var node = Cluster.AddNode($"{role}-only", [role]);
        await node.ReadyAsync();
        await Cluster.UpAsync(6);
        return node;
    }

    private async Task StopAsync(Member node)
    {
        var topics = node.Roles.Contains("topic") ? await NewTopicsAtAsync(node, 40) : NewTopics(40);
        for (var i = 0; i < 12; i++) WatchThroughProxy(topics);
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        await BeatsAsync(Watchers, 1);

        var held = Log.Hosts(topics).Count(h => h.Value == node.Name);
        Say($"stopping {node.Name}, which holds {held} of {topics.Length} topics");
        Assert.Equal(node.Roles.Contains("topic"), held > 0);
        var stopping = Now;
        Assert.Equal(0, await node.StopAsync());
        Say($"ended after {(Now - stopping).TotalSeconds:0.0} s");
        await BeatsAsync(Watchers, 3);
        var closes = Watchers.SelectMany(w => w.Record.Closes).ToList();
        Say($"{closes.Count} connections closed: {string.Join(", ", closes.CountBy(c => c.Code))}");
        Assert.Equal(node.Roles.Contains("edge"), closes.Count > 0);
        Assert.All(closes, c => Assert.Equal(GoesAway, c.Code));
        var missed = Log.Missed(topics, settled);
        Say($"missed beats: {missed.Count}");
        None("repeated polls", Log.Repeated(topics));
        None("missed beats", missed);
        WatchersAreContent();
    }
}
