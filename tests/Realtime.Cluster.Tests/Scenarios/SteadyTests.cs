using System.Net;
using Realtime.Local;
using Realtime.Local.Watching;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>Nothing fails: many nodes behave as one.</summary>
public sealed class SteadyTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    [PostgresFact]
    public async Task Watchers_on_all_nodes_get_the_same_frames_of_one_poll_per_topic_and_beat()
    {
        var topics = NewTopics(10);
        var watchers = Cluster.Nodes.SelectMany(n => new[] { Watch(n, topics), Watch(n, topics) }).ToList();
        await LiveAsync(watchers, default);
        await BeatsAsync(watchers, 2);
        var from = Now;
        await BeatsAsync(watchers, 4);
        var until = watchers.Min(w => topics.Min(t => DataSets.Min(d => w.Record.Last(t, d)!.Seq)));

        foreach (var topic in topics)
        {
            foreach (var dataSet in DataSets)
            {
                var seen = watchers.Select(w => string.Join(' ', w.Record.Frames.Where(f => f.Topic == topic && f.DataSet == dataSet && f.Seq > from.ToUnixTimeMilliseconds() && f.Seq <= until).Select(f => $"{f.Epoch}:{f.Seq}"))).Distinct().ToList();
                Assert.Single(seen);
            }
        }

        Say($"hosts: {string.Join(", ", Log.Hosts(topics).Values.CountBy(h => h).Select(c => $"{c.Key} {c.Value}"))}");
        None("repeated polls", Log.Repeated(topics));
        None("missed beats", Log.Missed(topics, from));
        None("frames missed without a word", [.. watchers.SelectMany(UnflaggedGaps.Of)]);
        WatchersAreContent();
    }

    [PostgresFact]
    public async Task An_edge_node_polls_nothing_and_a_topic_node_serves_no_sockets()
    {
        var edge = Cluster.AddNode("edge-only", ["edge"]);
        var topic = Cluster.AddNode("topic-only", ["topic"]);
        await edge.ReadyAsync();
        await topic.ReadyAsync();
        await Cluster.UpAsync(7);

        var topics = await NewTopicsAtAsync(topic, 40);
        var watcher = Watch(edge, topics);
        await LiveAsync([watcher], default);
        await BeatsAsync([watcher], 2);
        var polls = Log.Of(topics).CountBy(p => p.Node).ToDictionary();
        Say($"polls: {string.Join(", ", polls.Select(p => $"{p.Key} {p.Value}"))}");
        Assert.Equal(HttpStatusCode.NotFound, await topic.StatusAsync("/socket/websocket"));
        Assert.DoesNotContain("edge-only", polls);
        Assert.Contains("topic-only", polls);
        None("repeated polls", Log.Repeated(topics));
        WatchersAreContent();
    }
}
