using Realtime.Local.Watching;
using Realtime.Local;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>kill -9: what watchers elsewhere notice, and when polling goes on or ends.</summary>
public sealed class CrashTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    /// <summary>A refused connection proves the crash, so 2 s are meant; only five times that fails, since a busy machine may take its time.</summary>
    private static readonly TimeSpan TakeoverBound = TimeSpan.FromSeconds(10);

    /// <summary>Detection, linger and one beat; on a busy machine.</summary>
    private static readonly TimeSpan PollingEndsWithin = TimeSpan.FromSeconds(10);

    /// <summary>A pause of 2 s in the heartbeats and 3 s in which nothing changes: whoever is out sooner was proven dead.</summary>
    private static readonly TimeSpan SilenceDecidesAfter = TimeSpan.FromSeconds(5);

    [PostgresFact]
    public Task Topics_of_a_killed_node_live_on_elsewhere() => KillAsync(Cluster.Nodes.Last(n => n != Cluster.Coordinator));

    [PostgresFact]
    public Task Topics_of_a_killed_coordinators_node_live_on_elsewhere() => KillAsync(Cluster.Coordinator);

    [PostgresFact]
    public async Task Watchers_of_a_killed_edge_node_come_back_through_the_proxy_and_get_the_last_frames_at_once()
    {
        var edge = Cluster.AddNode("edge-only", ["edge"]);
        await edge.ReadyAsync();
        await Cluster.UpAsync(6);
        var topics = NewTopics(8);
        var stayers = Cluster.Nodes.Take(3).Select(n => Watch(n, topics)).ToList();
        var browsers = Enumerable.Range(0, 24).Select(_ => WatchThroughProxy(topics)).ToList();
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;

        Say($"killing {edge.Name}");
        var gone = Now;
        await edge.KillAsync();
        // Round robin gave it a quarter of them.
        await Eventually.HoldsAsync(() => browsers.Count(b => b.Record.Closes.Count > 0) >= 4, "its watchers notice");
        var cut = browsers.Where(b => b.Record.Closes.Count > 0).ToList();
        await Eventually.HoldsAsync(() => cut.All(b => b.Record.Joins.Count(j => j.Connection > 1) >= topics.Length && topics.All(t => DataSets.All(d => b.Record.Last(t, d) is { Connection: > 1, Epoch: not null }))), "frames again");
        var first = cut.SelectMany(b => topics.SelectMany(t => DataSets.Select(d => (Watcher: b, Frame: b.Record.Frames.First(f => f.Connection > 1 && f.Topic == t && f.DataSet == d))))).ToList();
        Say($"{cut.Count} watchers were cut off; first frames after {Milliseconds([.. first.Select(f => f.Frame.At - gone).Order()])}");
        None("first frames that a later poll brought", [.. first.Where(f => f.Frame.Seq > JoinedAt(f.Watcher, f.Frame).ToUnixTimeMilliseconds()).Select(f => $"{f.Watcher.Name}: {f.Frame}")]);
        await BeatsAsync(Watchers, 1);
        None("repeated polls", Log.Repeated(topics));
        None("missed beats", Log.Missed(topics, settled));
        WatchersAreContent();
    }

    [PostgresFact]
    public async Task Polling_of_a_topic_ends_when_the_node_of_its_last_watcher_is_killed()
    {
        var edge = Cluster.AddNode("edge-only", ["edge"]);
        await edge.ReadyAsync();
        await Cluster.UpAsync(6);
        var topics = NewTopics(8);
        var watcher = Watch(edge, topics);
        await LiveAsync([watcher], default);
        await BeatsAsync([watcher], 1);

        Say($"killing {edge.Name}");
        var gone = Now;
        await edge.KillAsync();
        // Three beats without a poll, and nobody asks again.
        await Eventually.HoldsAsync(() => Now - Log.Of(topics).Max(p => p.At) > ClusterFixture.Interval * 3, "polling ends", TimeSpan.FromSeconds(60));
        var after = Log.Of(topics).Max(p => p.At) - gone;
        Say($"last poll {after.TotalSeconds:0.0} s after the kill");
        Assert.InRange(after, TimeSpan.MinValue, PollingEndsWithin);
        None("repeated polls", Log.Repeated(topics));
        WatchersAreContent();
    }

    private async Task KillAsync(Member victim)
    {
        var topics = await NewTopicsAtAsync(victim, 24);
        var survivors = Cluster.Nodes.Where(n => n != victim).Select(n => Watch(n, topics)).ToList();
        var others = Enumerable.Range(0, 6).Select(_ => WatchThroughProxy(topics)).ToList();
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        var held = Log.Hosts(topics).Where(h => h.Value == victim.Name).Select(h => h.Key).ToList();
        Say($"killing {victim.Name}, which holds {held.Count} of {topics.Length} topics");
        Assert.NotEmpty(held);

        var logs = new MemberLogs(Cluster.Lighthouses.Concat(Cluster.Nodes).Where(m => m != victim));
        var gone = Now;
        await victim.KillAsync();
        var times = await new Takeover(survivors, held, DataSets, gone).TimesAsync(TimeSpan.FromSeconds(60));
        Say($"live frames of new owners after {Milliseconds(times)}");
        await LiveAsync(others, Now);
        await BeatsAsync(Watchers, 2);
        None("repeated polls outside the crash", Log.Repeated(topics, (gone - ClusterFixture.Interval, gone + times[^1])));
        None("missed beats of topics held elsewhere", Log.Missed([.. topics.Except(held)], settled));
        WatchersAreContent();
        Assert.InRange(times[^1], TimeSpan.Zero, TakeoverBound);
        Assert.NotEmpty(logs.Of(MemberLogs.ProvenDead, victim));
        var removed = logs.Of(MemberLogs.DeadRemoved, victim).Min(MemberLogs.Elapsed);
        Say($"out of the cluster {removed.TotalMilliseconds:0} ms after it was lost");
        Assert.InRange(removed, TimeSpan.Zero, SilenceDecidesAfter);
    }

    private static DateTimeOffset JoinedAt(Watcher watcher, Frame frame) => watcher.Record.Joins.First(j => j.Topic == frame.Topic && j.Connection == frame.Connection).At;

    private static string Milliseconds(IReadOnlyList<TimeSpan> times) =>
        $"{times[0].TotalMilliseconds:0} (first) {times[times.Count / 2].TotalMilliseconds:0} (median) {times[^1].TotalMilliseconds:0} ms (last)";
}
