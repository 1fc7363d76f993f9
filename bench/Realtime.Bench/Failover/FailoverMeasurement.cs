using Realtime.Bench.Results;
using Realtime.Local;

namespace Realtime.Bench.Failover;

/// <summary>Runs scenarios on real clusters, one after the other, and tells what they cost.</summary>
internal static class FailoverMeasurement
{
    private static readonly Scenario[] Scenarios =
    [
        new KillScenario("kill", "a topic node", cluster => cluster.Nodes.Last(n => n != cluster.Coordinator)),
        new KillScenario("kill-coordinator", "the coordinator's node", cluster => cluster.Coordinator),
        new StopScenario(),
        new FreezeScenario(),
        new JoinRaceScenario(),
        new ManyTopicsScenario(),
    ];

    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var names = Scenarios.Select(s => s.Name).ToList();
        if (FailoverOptions.Read(arguments, names) is not { } options)
        {
            Console.WriteLine($"usage: ./build.sh bench failover {FailoverOptions.Usage}\nscenarios: {string.Join(", ", names)}");
            return 2;
        }

        var (began, machine) = (TimeProvider.System.GetUtcNow(), Machine.Here());
        var results = new List<(Scenario Scenario, IReadOnlyList<Run> Runs)>();
        foreach (var scenario in Scenarios.Where(s => options.Only.Count == 0 || options.Only.Contains(s.Name))) results.Add((scenario, await RunsAsync(scenario, options.Runs, stop)));

        List<Row> rows = [.. results.SelectMany(r => Row.Of(r.Scenario.Name, r.Scenario.AllMeasures, r.Runs))];
        Console.WriteLine();
        ResultTable.Write(Console.Out, rows);
        Console.WriteLine($"\n{await ResultFile.WriteAsync("failover", began, machine, results.Select(r => (r.Scenario.Name, r.Scenario.AllMeasures, r.Runs)))}");
        return rows.All(r => r.Reached != false) && results.All(r => r.Runs.All(run => run.Fault is null)) ? 0 : 1;
    }

    /// <summary>Every scenario has a cluster of its own, and every run of it finds that cluster whole.</summary>
    private static async Task<IReadOnlyList<Run>> RunsAsync(Scenario scenario, int count, CancellationToken stop)
    {
        Console.WriteLine($"\n{scenario.Name}: {scenario.Says}");
        await using var mended = new MendedCluster(scenario.Plan);
        var runs = new List<Run>();
        while (runs.Count < count)
        {
            var run = new Run(runs.Count + 1);
            runs.Add(run);
            try
            {
                await RunAsync(scenario, mended, run, stop);
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException or OperationCanceledException && !stop.IsCancellationRequested)
            {
                run.Fault = e.Message;
                Console.WriteLine($"    {e.Message}");
            }

            Console.WriteLine($"  run {run.Number}: {string.Join(", ", scenario.AllMeasures.Where(run.Values.ContainsKey).Select(m => $"{m.Says} {ResultTable.Number(run.Values[m], m)}"))}");
        }

        return runs;
    }

    private static async Task RunAsync(Scenario scenario, MendedCluster mended, Run run, CancellationToken stop)
    {
        await mended.RepairAsync(stop);
        await using var trial = new Trial(mended.Cluster, mended.Log, run);
        try
        {
            await scenario.RunAsync(trial).WaitAsync(stop);
        }
        finally
        {
            run.Add(Scenario.Faults, trial.Faults.Count);
            foreach (var fault in trial.Faults.Take(3)) Console.WriteLine($"    {fault}");
        }
    }
}
