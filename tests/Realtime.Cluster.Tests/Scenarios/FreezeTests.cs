using Realtime.Local.Watching;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>A process that stands still and then goes on (a paused machine, a long collection): the one failure in which two may think they own a topic.</summary>
public sealed class FreezeTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    /// <summary>What a member ends with that the others took out of the cluster.</summary>
    private const int TakenOut = 3;

    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task A_frozen_node_is_replaced_and_says_nothing_stale_when_it_goes_on()
    {
        var victim = Cluster.Nodes.Last(n => n != Cluster.Coordinator);
        var topics = await NewTopicsAtAsync(victim, 24);
        var others = Cluster.Nodes.Where(n => n != victim).Select(n => Watch(n, topics)).ToList();
        Watch(victim, topics);
        var through = Enumerable.Range(0, 3).Select(_ => WatchThroughProxy(topics)).ToList();
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var held = Log.Hosts(topics).Where(h => h.Value == victim.Name).Select(h => h.Key).ToList();
        Say($"freezing {victim.Name}, which holds {held.Count} of {topics.Length} topics");
        Assert.NotEmpty(held);

        await victim.FreezeAsync();
        var gone = Now;
        var times = await new Takeover(others, held, DataSets, gone).TimesAsync(Frozen);
        Say($"live frames of new owners after {times[0].TotalSeconds:0.0} to {times[^1].TotalSeconds:0.0} s");
        await Eventually.HoldsAsync(() => Now - gone >= Frozen, "the time it is frozen is over", Frozen * 2);
        await victim.ThawAsync();
        var thawed = Now;
        await BeatsAsync(others.Concat(through), 3);
        Say($"all watchers but those at its own port have had three beats {(Now - thawed).TotalSeconds:0.0} s after it went on");
        var late = Log.Of(topics).Where(p => p.Node == victim.Name && p.At >= thawed).ToList();
        // What other owners had sent it waited in its sockets. By next_due: unchanged rows keep their seq.
        var stale = Watchers.SelectMany(w => w.Record.Frames).Where(f => f.IsLive && f.At >= thawed && f.NextDue < (thawed - ClusterFixture.Interval).ToUnixTimeMilliseconds()).ToList();
        WatchersAreContent();
        Assert.All(Watchers.SelectMany(w => w.Record.Closes), c => Assert.Equal(1012, c.Code));
        Assert.Equal(TakenOut, await victim.EndedAsync());
        None("live frames of beats gone by", [.. stale.Select(f => f.ToString())]);
        None("polls after it went on", [.. late.Select(p => p.ToString())]);
        None("repeated polls", Log.Repeated(topics, (gone - ClusterFixture.Interval, gone + times[^1])));
    }
}
