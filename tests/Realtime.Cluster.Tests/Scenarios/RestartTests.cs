using Realtime.Local.Watching;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>A crash that is mended faster than the others agree about it: the same address, a new incarnation.</summary>
public sealed class RestartTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    /// <summary>Half of what a node gives itself to be taken in before it ends.</summary>
    private static readonly TimeSpan TakenInWithin = TimeSpan.FromSeconds(30);

    /// <summary>Detection, linger and one beat; on a busy machine.</summary>
    private static readonly TimeSpan PollingEndsWithin = TimeSpan.FromSeconds(10);

    [PostgresFact]
    public async Task A_killed_node_that_starts_again_at_once_is_taken_in_and_what_only_it_watched_ends()
    {
        var victim = Cluster.Nodes.Last(n => n != Cluster.Coordinator);
        var (shared, own) = (NewTopics(16), NewTopics(8));
        var survivors = Cluster.Nodes.Where(n => n != victim).Select(n => Watch(n, shared)).ToList();
        DateTimeOffset gone;
        await using (var visitor = new Watcher("visitor", victim.Http, [.. shared, .. own]))
        {
            await LiveAsync([visitor, .. survivors], default);
            await BeatsAsync([visitor, .. survivors], 2);
            gone = Now;
            await victim.KillAsync();
        }

        // At once, and nobody who watched there comes back.
        victim.Start();
        Say($"{victim.Name} was killed and started again within {(Now - gone).TotalMilliseconds:0} ms");
        await victim.ReadyAsync();
        Say($"ready {(Now - gone).TotalSeconds:0.0} s after the kill");
        await Cluster.UpAsync(5);
        Assert.InRange(Now - gone, TimeSpan.Zero, TakenInWithin);

        var newcomer = Watch(victim, [.. shared, .. NewTopics(8)]);
        await LiveAsync(Watchers, Now);
        await Eventually.HoldsAsync(() => Now - Log.Of(own).Max(p => p.At) > ClusterFixture.Interval * 3, "polling ends of what only the old one watched");
        var after = Log.Of(own).Max(p => p.At) - gone;
        Say($"last poll of what only the old one watched: {after.TotalSeconds:0.0} s after the kill");
        Assert.InRange(after, TimeSpan.MinValue, PollingEndsWithin);
        await BeatsAsync(Watchers, 1);
        None("repeated polls outside the crash", Log.Repeated([.. newcomer.Topics], (gone - ClusterFixture.Interval, gone + PollingEndsWithin)));
        Assert.True(victim.IsRunning);
        WatchersAreContent();
    }
}
