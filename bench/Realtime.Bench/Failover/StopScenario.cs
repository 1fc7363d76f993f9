using Realtime.Bench.Results;
using Realtime.Local.Watching;

namespace Realtime.Bench.Failover;

/// <summary>SIGTERM of a node: how long it takes to end, and what the store's log says of the beats meanwhile.</summary>
internal sealed class StopScenario : Scenario
{
    /// <summary>A third of them is on the node that stops, and comes back elsewhere.</summary>
    private const int Browsers = 12;

    private static readonly Measure Missed = new("beats missed, by the store's log", "", 0);
    private static readonly Measure Repeated = new("polls repeated, by the store's log", "", 0);
    private static readonly Measure Exit = new("SIGTERM -> the process has ended", "s");

    public override string Name => "stop";

    public override string Says => "SIGTERM of a node";

    protected override IReadOnlyList<Measure> Measures { get; } = [Missed, Repeated, Exit];

    public override async Task RunAsync(Trial trial)
    {
        var topics = Audience.NewTopics(Topics);
        var node = trial.Cluster.Nodes.Last(n => n != trial.Cluster.Coordinator);
        trial.WatchAt(trial.Cluster.Nodes.Where(n => n != node), topics);
        trial.WatchThroughProxy(Browsers, topics);
        await trial.SettledAsync(Patience);
        trial.HeldBy(node, topics);
        // A beat that all of it lies in: what follows can be compared with it.
        var settled = Trial.Now;
        await trial.BeatsAsync(1);

        var from = Trial.Now;
        var code = await node.StopAsync();
        trial.Run.Add(Exit, Trial.Now - from);
        if (code != 0) throw new InvalidOperationException($"{node.Name} ended with {code}");
        await trial.BeatsAsync(3);
        trial.Run.Add(Missed, trial.Log.Missed(topics, settled).Count);
        trial.Run.Add(Repeated, trial.Log.Repeated(topics).Count);
    }
}
