using Realtime.Bench.Results;
using Realtime.Local;
using Realtime.Local.Watching;

namespace Realtime.Bench.Failover;

/// <summary>kill -9 of a node, until the topics it held live on at every watcher elsewhere.</summary>
/// <param name="name">Its name.</param>
/// <param name="whom">Says who is killed.</param>
/// <param name="victim">Chooses who is killed.</param>
internal sealed class KillScenario(string name, string whom, Func<LocalCluster, Member> victim) : Scenario
{
    private static readonly Measure Last = new("kill -9 -> live frame of a new owner, the last topic and watcher", "ms", 2_000);
    private static readonly Measure Middle = new("kill -9 -> live frame of a new owner, the middle one", "ms");

    public override string Name => name;

    public override string Says => $"kill -9 of {whom}";

    protected override IReadOnlyList<Measure> Measures { get; } = [Last, Middle];

    public override async Task RunAsync(Trial trial)
    {
        var topics = Audience.NewTopics(Topics);
        var gone = victim(trial.Cluster);
        var survivors = trial.WatchAt(trial.Cluster.Nodes.Where(n => n != gone), topics);
        await trial.SettledAsync(Patience);
        var held = trial.HeldBy(gone, topics);

        // Before the signal: what a survivor notices at once counts too.
        var from = Trial.Now;
        await gone.KillAsync();
        var times = await new Takeover(survivors, held, MovingAndStill.DataSets, from).TimesAsync(Patience);
        trial.Run.Add(Last, times[^1]);
        trial.Run.Add(Middle, times[times.Count / 2]);
    }
}
