using Realtime.Local;
using Realtime.Local.Watching;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Partitions;

/// <summary>A cut between members that browsers and the store do not feel: nobody can prove a death, and both sides could go on.</summary>
[Collection(PartitionScenarios.Name)]
public sealed class PartitionTests(PartitionFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    private const int GoesAway = 1012;

    /// <summary>Failure detector, split-brain resolver, a beat: 10 s are meant; only five times that fails, since a busy machine may take its time.</summary>
    private static readonly TimeSpan TakeoverBound = TimeSpan.FromSeconds(50);

    /// <summary>Shorter than anything that decides.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1.5);

    [PartitionFact]
    public Task A_node_cut_off_from_the_others_falls_silent_before_they_take_its_topics_over() =>
        CutOffAsync(Cluster.Nodes.Last(n => n != Cluster.Coordinator));

    [PartitionFact]
    [Trait("Category", "Long")]
    public Task A_minority_with_a_seed_and_the_coordinator_ends_itself_and_the_majority_goes_on() => CutOffAsync(Cluster.Coordinator, Cluster.Lighthouses[0]);

    [PartitionFact]
    [Trait("Category", "Long")]
    public async Task A_cut_that_heals_before_anything_was_decided_costs_nobody_anything()
    {
        var topics = NewTopics(24);
        foreach (var node in Cluster.Nodes) Watch(node, topics);
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        Member[] members = [.. Cluster.Lighthouses, .. Cluster.Nodes];
        var processes = members.Select(m => m.ProcessId).ToList();
        var logs = new MemberLogs(members);
        var victim = Cluster.Nodes.Last(n => n != Cluster.Coordinator);
        Say($"cutting {victim.Name} off for {Moment.TotalSeconds} s");

        Cluster.Network!.Cut(victim.Place);
        await Task.Delay(Moment);
        Cluster.Network.Heal();
        var healed = Now;
        await LiveAsync(Watchers, healed);
        Say($"live frames everywhere {(Now - healed).TotalSeconds:0.0} s after it healed");
        await BeatsAsync(Watchers, 5);
        await Cluster.UpAsync(members.Length);
        Assert.Equal(processes, members.Where(m => m.IsRunning).Select(m => m.ProcessId));
        None("members held for dead", [.. members.SelectMany(m => logs.Of(MemberLogs.ProvenDead, m))]);
        None("repeated polls", Log.Repeated(topics));
        None("connections that ended", [.. Watchers.SelectMany(w => w.Record.Closes.Select(c => $"{w.Name}: {c.Code} at {c.At:HH:mm:ss.fff}"))]);
        WatchersAreContent();
    }

    private async Task CutOffAsync(Member victim, params Member[] with)
    {
        Member[] minority = [victim, .. with];
        var majority = Cluster.Nodes.Concat(Cluster.Lighthouses).Except(minority).ToList();
        var topics = await NewTopicsAtAsync(victim, 24);
        var outside = Cluster.Nodes.Where(n => n != victim).Select(n => Watch(n, topics)).ToList();
        var inside = Watch(victim, topics);
        var through = Enumerable.Range(0, 6).Select(_ => WatchThroughProxy(topics)).ToList();
        await LiveAsync(Watchers, default);
        await BeatsAsync(Watchers, 2);
        var settled = Now;
        var held = Log.Hosts(topics).Where(h => h.Value == victim.Name).Select(h => h.Key).ToList();
        Say($"cutting off {string.Join(" and ", minority.Select(m => m.Name))}; {victim.Name} holds {held.Count} of {topics.Length} topics");
        Assert.NotEmpty(held);

        var logs = new MemberLogs(majority);
        var cut = Now;
        Cluster.Network!.Cut(minority.Select(m => m.Place));
        var times = await new Takeover(outside, held, DataSets, cut).TimesAsync(TakeoverBound);
        Say($"live frames of new owners after {times[0].TotalSeconds:0.0} to {times[^1].TotalSeconds:0.0} s");
        var codes = await Task.WhenAll(minority.Select(async member =>
        {
            var code = await member.EndedAsync();
            Say($"{member.Name} ended with {code}, {(Now - cut).TotalSeconds:0.0} s after the cut");
            return code;
        }));
        await LiveAsync(through, Now);
        await BeatsAsync([.. outside, .. through], 2);
        Judge(inside, outside, topics, held, victim, cut);
        None("repeated polls", Log.Repeated(topics));
        None("missed beats of topics held elsewhere", Log.Missed([.. topics.Except(held)], settled));
        // Silence proves nothing: it was the failure detector's and the split-brain resolver's to decide.
        None("deaths taken for proven", [.. minority.SelectMany(m => logs.Of(MemberLogs.ProvenDead, m).Concat(logs.Of(MemberLogs.DeadRemoved, m)))]);
        // Channels of the node that was cut off may end with an error before their socket does.
        WatchersAreContent(errors: true);
        None("channels that ended with an error elsewhere", [.. outside.SelectMany(w => w.Record.Errors.Select(e => $"{w.Name}: {e}"))]);
        await Cluster.UpAsync(majority.Count);
        Assert.Equal(GoesAway, inside.Record.Closes[0].Code);
        // Whoever starts programs again when they fail starts these again.
        Assert.DoesNotContain(0, codes);
    }

    private void Judge(Watcher inside, IReadOnlyList<Watcher> outside, IReadOnlyList<string> topics, IReadOnlyList<string> held, Member victim, DateTimeOffset cut)
    {
        var polls = Log.Of(held).Where(p => p.At > cut).ToList();
        var last = polls.Where(p => p.Node == victim.Name).Select(p => (DateTimeOffset?)p.At).Max();
        var first = polls.Where(p => p.Node != victim.Name).Min(p => p.At);
        Say($"{victim.Name} polled last {(last - cut)?.TotalSeconds:0.0} s after the cut, another node first {(first - cut).TotalSeconds:0.0} s after it");
        None("polls by the old owner after the first of the new one", [.. polls.Where(p => p.Node == victim.Name && p.At >= first).Select(p => p.ToString())]);

        var sentAway = inside.Record.Closes[0];
        Say($"its own watcher was sent away with {sentAway.Code} {(sentAway.At - cut).TotalSeconds:0.0} s after the cut");
        var untold = topics.SelectMany(t => DataSets.Select(d => (Topic: t, DataSet: d)))
            .Where(p => !inside.Record.Frames.Any(f => f.Topic == p.Topic && f.DataSet == p.DataSet && f.State == "late" && f.At > cut && f.At < sentAway.At)).ToList();
        None("data sets not shown late before", [.. untold.Select(p => p.ToString())]);

        // Beats were missed: the first frame of a new owner cannot be the next one due.
        var hidden = outside.SelectMany(w => held.SelectMany(t => DataSets.Select(d => (Watcher: w, Topic: t, DataSet: d))))
            .Where(p => !p.Watcher.Record.Gaps.Any(g => g.Topic == p.Topic && g.DataSet == p.DataSet && g.At > cut)).ToList();
        None("gaps that do not show", [.. hidden.Select(p => $"{p.Watcher.Name} {p.Topic} {p.DataSet}")]);
    }
}
