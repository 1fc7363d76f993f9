namespace Realtime.Bench.Results;

/// <summary>A measurement of several parts, one after the other.</summary>
/// <param name="name">Of the measurement.</param>
/// <param name="options">It takes.</param>
/// <param name="parts">With these options.</param>
internal sealed class Parts(string name, NamedOptions options, Func<NamedOptions, IEnumerable<Part>> parts)
{
    /// <summary>For a list of what there is.</summary>
    public string Usage => options.Usage;

    /// <summary>Carries out what a command line asks for.</summary>
    public async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        if (!options.TryRead(arguments))
        {
            Console.WriteLine($"usage: ./build.sh bench {name} {options.Usage}");
            return 2;
        }

        var (began, machine) = (TimeProvider.System.GetUtcNow(), Machine.Here());
        var results = new List<(string Scenario, IEnumerable<Measure> Measures, IReadOnlyList<Run> Runs)>();
        foreach (var part in parts(options))
        {
            var run = new Run(1);
            results.Add((part.Says, part.Measures, [run]));
            try
            {
                await part.RunAsync(run, stop);
            }
            catch (Exception e) when (Measurement.IsFault(e))
            {
                run.Fault = e.Message;
            }

            Console.WriteLine($"  {part.Says}: {run.Fault ?? string.Join(", ", part.Measures.Where(run.Values.ContainsKey).Select(m => $"{m.Says} {ResultTable.Number(run.Values[m], m)}"))}");
        }

        IReadOnlyList<Row> rows = [.. results.SelectMany(one => Row.Of(one.Scenario, one.Measures, one.Runs))];
        Console.WriteLine();
        ResultTable.Write(Console.Out, rows);
        Console.WriteLine($"\n{await ResultFile.WriteAsync(name, began, machine, results)}");
        return results.All(one => one.Runs[0].Fault is null) && rows.All(row => row.Reached != false) ? 0 : 1;
    }
}
