using Realtime.Bench.Feed;
using Realtime.Bench.Results;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Crowds;

/// <summary>Measures servers in turns, every one once a round, so that whatever else the machine does meets all of them; and tells the product's figures in those of bare Kestrel.</summary>
/// <param name="name">Of the measurement.</param>
/// <param name="defaults">Of its options.</param>
/// <param name="measures">What each run measures.</param>
/// <param name="compared">Those of them that the product is compared by.</param>
/// <param name="measureAsync">One run.</param>
internal sealed class Comparison(
    string name, CrowdOptions defaults, Measure[] measures, Measure[] compared, Func<Stage, CrowdOptions, Run, CancellationToken, Task> measureAsync)
{
    /// <summary>Percent.</summary>
    private const double LeastOfBare = 90;

    // A bound of deliveries holds for the product: so many percent of the better bare form's.
    private readonly Dictionary<Measure, Measure> _ratios = compared.ToDictionary(m => m, m => new Measure($"{m.Says}, of the better bare form", "%", m.More ? LeastOfBare : null, m.More));

    /// <summary>Carries out what a command line asks for.</summary>
    public async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        // For the product to have the names of what is sent in its owner's place.
        using var pack = new WrittenPack(FeedDataSets.Names, "frame", "select k as topic, k as frame from unnest($1) as t (k)");
        var all = ServerKind.All(pack.Path);
        if (defaults.Read(arguments) is not { } options || options.Peers?.FirstOrDefault(peer => all.All(kind => kind.Name != peer)) is not null)
        {
            Console.WriteLine($"usage: ./build.sh bench {name} {defaults.Usage}\npeers: {string.Join(' ', all.Select(kind => kind.Name))}");
            return 2;
        }

        var (began, machine) = (TimeProvider.System.GetUtcNow(), Machine.Here());
        var kinds = all.Where(kind => options.Peers?.Contains(kind.Name) != false).ToArray();
        var runs = kinds.ToDictionary(kind => kind, _ => new List<Run>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var kind in kinds) runs[kind].Add(await OnceAsync(kind, options, round, stop));
        }

        List<(string Scenario, IEnumerable<Measure> Measures, IReadOnlyList<Run> Runs)> results = [.. kinds.Select(kind => ($"{kind.Name}, {options.Connections} connections, {options.Seconds} s", (IEnumerable<Measure>)measures, (IReadOnlyList<Run>)runs[kind]))];
        var ratios = Ratios(runs);
        if (ratios.Any(run => run.Values.Count > 0)) results.Add(("realtime : bare", _ratios.Values, ratios));
        Console.WriteLine();
        ComparisonTable.Write(Console.Out, measures, [.. kinds.Select(kind => (kind.Name, (IReadOnlyList<Row>)[.. Row.Of(kind.Name, measures, runs[kind])]))]);
        if (results.Count == kinds.Length + 1) ResultTable.Write(Console.Out, [.. Row.Of(results[^1].Scenario, results[^1].Measures, results[^1].Runs)]);
        Console.WriteLine($"\n{await ResultFile.WriteAsync(name, began, machine, results)}");
        return results.SelectMany(one => Row.Of(one.Scenario, one.Measures, one.Runs)).All(row => row.Reached != false) ? 0 : 1;
    }

    private async Task<Run> OnceAsync(ServerKind kind, CrowdOptions options, int round, CancellationToken stop)
    {
        var run = new Run(round);
        try
        {
            await using var stage = await Stage.StartAsync(kind, stop);
            await measureAsync(stage, options, run, stop);
        }
        catch (InvalidOperationException e)
        {
            run.Fault = e.Message;
        }

        var told = measures.Where(run.Values.ContainsKey).Select(m => $"{m.Says} {ResultTable.Number(run.Values[m], m)}");
        Console.WriteLine($"  round {round} {kind.Name}: {run.Fault ?? string.Join(", ", told)}");
        return run;
    }

    private List<Run> Ratios(Dictionary<ServerKind, List<Run>> runs)
    {
        var product = runs.FirstOrDefault(one => one.Key.Name == ServerKind.Product).Value ?? [];
        var bare = runs.Where(one => one.Key.IsBare).SelectMany(one => one.Value).ToArray();
        return [.. product.Select(own =>
        {
            var ratio = new Run(own.Number);
            foreach (var (measure, told) in _ratios)
            {
                var others = bare.Where(run => run.Number == own.Number && run.Values.ContainsKey(measure)).Select(run => run.Values[measure]).ToArray();
                if (others.Length > 0 && own.Values.TryGetValue(measure, out var value)) ratio.Add(told, 100 * value / (measure.More ? others.Max() : others.Min()));
            }

            return ratio;
        })];
    }
}
