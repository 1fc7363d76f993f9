using Realtime.Bench.Crowds;
using Realtime.Bench.Results;

namespace Realtime.Bench.Watching;

/// <summary>Measures the product alone, in rounds.</summary>
/// <param name="name">Of the measurement.</param>
/// <param name="defaults">Of its options.</param>
/// <param name="scenario">What one round is, with these options.</param>
/// <param name="measures">What each round measures.</param>
/// <param name="measureAsync">One round.</param>
internal sealed class Rounds(
    string name, CrowdOptions defaults, Func<CrowdOptions, string> scenario, Measure[] measures, Func<CrowdOptions, Run, CancellationToken, Task> measureAsync)
{
    /// <summary>Carries out what a command line asks for.</summary>
    public async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        if (defaults.Read(arguments) is not { Peers: null } options)
        {
            Console.WriteLine($"usage: ./build.sh bench {name} {defaults.UsageAlone}");
            return 2;
        }

        var (began, machine) = (TimeProvider.System.GetUtcNow(), Machine.Here());
        var runs = new List<Run>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var run = new Run(round);
            runs.Add(run);
            try
            {
                await measureAsync(options, run, stop);
            }
            catch (InvalidOperationException e)
            {
                run.Fault = e.Message;
            }

            Console.WriteLine($"  round {round}: {run.Fault ?? string.Join(", ", measures.Where(run.Values.ContainsKey).Select(m => $"{m.Says} {ResultTable.Number(run.Values[m], m)}"))}");
        }

        IReadOnlyList<Row> rows = [.. Row.Of(name, measures, runs)];
        Console.WriteLine();
        ResultTable.Write(Console.Out, rows);
        Console.WriteLine($"\n{await ResultFile.WriteAsync(name, began, machine, [(scenario(options), measures, runs)])}");
        return runs.All(run => run.Fault is null) && rows.All(row => row.Reached != false) ? 0 : 1;
    }
}
