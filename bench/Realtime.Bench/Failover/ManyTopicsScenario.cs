using Realtime.Bench.Results;
using Realtime.Local;
using Realtime.Local.Watching;
using Realtime.Testing;

namespace Realtime.Bench.Failover;

/// <summary>10,000 topics on three nodes, kill -9 of one: until the store has been asked for all of its topics again, and what the nodes take meanwhile.</summary>
internal sealed class ManyTopicsScenario : Scenario
{
    private const int Many = 10_000;

    /// <summary>What one connection may join by default.</summary>
    private const int PerConnection = 100;

    /// <summary>Connections that join together; the next ones when these have their frames, as browsers do not all come in one moment.</summary>
    private const int AtOnce = 10;

    /// <summary>So long is looked at what nodes take while nothing happens, and after the kill: two intervals.</summary>
    private static readonly TimeSpan Watched = 2 * Interval;

    private static readonly Measure Cold = new("first join -> every topic live at its watcher, 1,000 at a time", "s");
    private static readonly Measure Polled = new("kill -9 -> all topics of the node polled again, by the store's log", "ms");
    private static readonly Measure Live = new("kill -9 -> live frame of a new owner, the last topic", "ms");
    private static readonly Measure MemoryBefore = new("memory of the largest node, before", "MB");
    private static readonly Measure MemoryAfter = new("memory of the largest node, after", "MB");
    private static readonly Measure CpuBefore = new("CPU of the busiest node, before (100 % = one core)", "%");
    private static readonly Measure CpuAfter = new("CPU of the busiest node, 10 s from the kill", "%");

    public override string Name => "many-topics";

    public override string Says => $"kill -9 of a node of a cluster with {Many} topics";

    protected override IReadOnlyList<Measure> Measures { get; } = [Polled, Live, Cold, MemoryBefore, MemoryAfter, CpuBefore, CpuAfter];

    public override async Task RunAsync(Trial trial)
    {
        var topics = Audience.NewTopics(Many);
        var gone = trial.Cluster.Nodes.Last(n => n != trial.Cluster.Coordinator);
        Member[] survivors = [.. trial.Cluster.Nodes.Where(n => n != gone)];
        var began = Trial.Now;
        foreach (var wave in topics.Chunk(PerConnection).Chunk(AtOnce)) await AllBeganAsync([.. wave.Index().SelectMany(one => trial.WatchAt([survivors[one.Index % survivors.Length]], one.Item))]);
        trial.Run.Add(Cold, Trial.Now - began);

        var (before, cpuBefore) = await UsageAsync(trial.Cluster.Nodes);
        trial.Run.Add(MemoryBefore, before);
        trial.Run.Add(CpuBefore, cpuBefore);
        var held = trial.HeldBy(gone, topics);

        var from = Trial.Now;
        await gone.KillAsync();
        var usage = UsageAsync(survivors);
        var times = await new Takeover(trial.Watchers, held, MovingAndStill.DataSets, from).TimesAsync(Patience);
        trial.Run.Add(Live, times[^1]);
        trial.Run.Add(Polled, AllPolled(trial, held, from) - from);
        var (after, cpuAfter) = await usage;
        trial.Run.Add(MemoryAfter, after);
        trial.Run.Add(CpuAfter, cpuAfter);
    }

    /// <summary>Waits until each watcher has had a live frame of each of its topics, not of all at once: of so many some topic may be late at any moment.</summary>
    private static Task AllBeganAsync(IReadOnlyList<Watcher> watchers)
    {
        var waiting = new Stack<Watcher>(watchers);
        return Eventually.HoldsAsync(
            () =>
            {
                while (waiting.TryPeek(out var one) && Began(one)) waiting.Pop();
                return waiting.Count == 0;
            },
            "a live frame of every topic at its watcher",
            Patience);

        static bool Began(Watcher watcher) =>
            watcher.Record.Frames.Where(f => f.IsLive).DistinctBy(f => (f.Topic, f.DataSet)).Count() == watcher.Topics.Count * MovingAndStill.DataSets.Length;
    }

    /// <summary>When the last of some topics' data sets was first asked for since an instant. All have been: their frames have come.</summary>
    private static DateTimeOffset AllPolled(Trial trial, IReadOnlyList<string> topics, DateTimeOffset since)
    {
        var first = trial.Log.Of(topics).Where(p => p.At >= since).GroupBy(p => (p.Topic, p.DataSet)).Select(g => g.Min(p => p.At)).ToList();
        var all = topics.Count * MovingAndStill.DataSets.Length;
        return first.Count == all ? first.Max() : throw new InvalidOperationException($"the store's log knows polls of {first.Count} of {all} data sets of topics");
    }

    /// <summary>The memory of the largest and the CPU of the busiest node over some time.</summary>
    private static async Task<(double Megabytes, double CpuPercent)> UsageAsync(IReadOnlyList<Member> nodes)
    {
        var then = nodes.Select(Footprint.Of).ToList();
        await Eventually.HoldsAsync(() => Trial.Now - then[0].At >= Watched, "the time is over", Watched * 2);
        var now = nodes.Select(Footprint.Of).ToList();
        return (now.Max(f => f.MemoryMegabytes), now.Zip(then, (n, t) => n.CpuSince(t)).Max());
    }
}
