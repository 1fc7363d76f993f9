using Realtime.Local.Watching;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>Joins that meet topics about to end, on nodes that end them quickly.</summary>
public sealed class JoinStormTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    private const int Rounds = 6;
    private const int PerTopic = 5;

    /// <summary>A thousand clients in one process, beside all nodes.</summary>
    private static readonly TimeSpan AllWithin = TimeSpan.FromMinutes(2);

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task No_join_is_lost_while_topics_end()
    {
        foreach (var node in Cluster.Nodes)
        {
            node.Settings = ["Realtime:Linger=00:00:00.2"];
            await node.StopAsync();
            node.Start();
            await node.ReadyAsync();
            // The next one only when all members know of this one, as operators do.
            await Cluster.UpAsync(5);
        }

        var topics = NewTopics(200);
        foreach (var topic in topics)
        {
            for (var i = 0; i < PerTopic; i++) WatchThroughProxy(topic);
        }

        await LiveAsync(Watchers, default, AllWithin);
        Say($"{Watchers.Count} watchers of {topics.Length} topics");
        for (var round = 1; round <= Rounds; round++)
        {
            var from = Now;
            await Task.WhenAll(topics.Select((topic, i) => ComeBackAsync([.. Watchers.Skip(i * PerTopic).Take(PerTopic)], topic)));
            var back = Now;
            await LiveAsync(Watchers, from, AllWithin);
            Say($"round {round}: all live {(Now - back).TotalMilliseconds:0} ms after the last join");
        }

        await BeatsAsync(Watchers, 1);
        var owners = Watchers.SelectMany(w => w.Record.Frames).Where(f => f.Epoch is not null).GroupBy(f => f.Topic).Select(g => g.DistinctBy(f => f.Epoch).Count()).ToList();
        Say($"owners of each topic: {owners.Min()} to {owners.Max()}");
        // Else no topic ended, and nothing was tried.
        Assert.True(owners.Max() > 1, "no topic ended while its watchers were away");
        WatchersAreContent();
    }

    /// <summary>All leave at once; they come back, each at its own moment, about when the topic ends: presence takes some hundred milliseconds, the linger 200.</summary>
    private static async Task ComeBackAsync(IReadOnlyList<Watcher> watchers, string topic)
    {
        await Task.WhenAll(watchers.Select(w => w.LeaveAsync(topic)));
        var about = Random.Shared.Next(200, 1200);
        await Task.WhenAll(watchers.Select(async w =>
        {
            await Task.Delay(about + Random.Shared.Next(0, 100));
            await w.JoinAsync(topic);
        }));
    }
}
