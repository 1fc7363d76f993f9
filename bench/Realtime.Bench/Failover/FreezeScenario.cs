using Realtime.Bench.Results;
using Realtime.Local.Watching;
using Realtime.Testing;

namespace Realtime.Bench.Failover;

/// <summary>SIGSTOP of a node until others have its topics, and what it still asks the store after SIGCONT.</summary>
internal sealed class FreezeScenario : Scenario
{
    /// <summary>Longer than a takeover may take, so that it goes on into a cluster that has replaced it.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);

    private static readonly Measure Last = new("SIGSTOP -> live frame of a new owner, the last topic and watcher", "ms", 10_000);
    private static readonly Measure Late = new("polls by the frozen node after SIGCONT", "", 0);
    private static readonly Measure Twice = new("beats polled by two, takeover aside", "", 0);

    public override string Name => "freeze";

    public override string Says => "SIGSTOP of a node, SIGCONT when it has been replaced";

    protected override IReadOnlyList<Measure> Measures { get; } = [Last, Late, Twice];

    public override async Task RunAsync(Trial trial)
    {
        var topics = Audience.NewTopics(Topics);
        var node = trial.Cluster.Nodes.Last(n => n != trial.Cluster.Coordinator);
        var survivors = trial.WatchAt(trial.Cluster.Nodes.Where(n => n != node), topics);
        await trial.SettledAsync(Patience);
        var held = trial.HeldBy(node, topics);

        var gone = Trial.Now;
        await node.FreezeAsync();
        var times = await new Takeover(survivors, held, MovingAndStill.DataSets, gone).TimesAsync(Patience);
        trial.Run.Add(Last, times[^1]);
        await Eventually.HoldsAsync(() => Trial.Now - gone >= Frozen, "it was frozen for long enough", Frozen * 2);

        // Before the signal: it may poll while the signal's sender still ends.
        var thawed = Trial.Now;
        await node.ThawAsync();
        await trial.BeatsAsync(3);
        trial.Run.Add(Late, trial.Log.Of(topics).Count(p => p.Node == node.Name && p.At >= thawed));
        // A poll that was under way as it froze may be asked again by the new owner.
        trial.Run.Add(Twice, trial.Log.Repeated(topics, (gone - Interval, gone + times[^1])).Count);
    }
}
