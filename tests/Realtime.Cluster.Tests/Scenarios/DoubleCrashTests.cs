using Realtime.Local.Watching;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>kill -9 of two of three nodes, the coordinator's among them: with the lighthouses three of five members remain.</summary>
public sealed class DoubleCrashTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    /// <summary>As after one crash: 2 s are meant, five times that fails.</summary>
    private static readonly TimeSpan TakeoverBound = TimeSpan.FromSeconds(10);

    /// <summary>The first is being removed, or its topics have just begun at the second.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2.5);

    [PostgresFact]
    [Trait("Category", "Long")]
    public Task Topics_of_two_nodes_killed_at_once_live_on_at_the_third() => KillTwoAsync(TimeSpan.Zero);

    [PostgresFact]
    [Trait("Category", "Long")]
    public Task Topics_of_two_nodes_killed_one_after_the_other_live_on_at_the_third() => KillTwoAsync(Between);

    private async Task KillTwoAsync(TimeSpan between)
    {
        var topics = NewTopics(24);
        var survivor = Cluster.Nodes.Last(n => n != Cluster.Coordinator);
        var victims = Cluster.Nodes.Where(n => n != survivor).ToList();
        Watcher[] stayers = [Watch(survivor, topics), Watch(survivor, topics)];
        var others = Enumerable.Range(0, 6).Select(_ => WatchThroughProxy(topics)).ToList();
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        var kept = Log.Hosts(topics).Where(h => h.Value == survivor.Name).Select(h => h.Key).ToList();

        Say($"killing {victims[0].Name}, and {victims[1].Name} {between.TotalSeconds} s later; {survivor.Name} holds {kept.Count} of {topics.Length} topics");
        var gone = Now;
        var first = victims[0].KillAsync();
        await Task.Delay(between);
        // What the first one held may be the second one's by now, or still nobody's.
        var lost = Log.Hosts(topics).Where(h => h.Value != survivor.Name).Select(h => h.Key).ToList();
        var bothGone = Now;
        await victims[1].KillAsync();
        await first;
        Assert.NotEmpty(lost);
        var times = await new Takeover(stayers, lost, DataSets, bothGone).TimesAsync(TimeSpan.FromSeconds(60));
        Say($"live frames of new owners {times[0].TotalSeconds:0.0} to {times[^1].TotalSeconds:0.0} s after the last kill");
        await LiveAsync(others, Now);
        await BeatsAsync(Watchers, 2);
        Assert.All(Log.Hosts(topics).Values, host => Assert.Equal(survivor.Name, host));
        None("repeated polls outside the crash", Log.Repeated(topics, (gone - ClusterFixture.Interval, bothGone + times[^1])));
        None("missed beats of topics held by the survivor", Log.Missed(kept, settled));
        WatchersAreContent();
        await Cluster.UpAsync(3);
        Assert.InRange(times[^1], TimeSpan.Zero, TakeoverBound);
    }
}
