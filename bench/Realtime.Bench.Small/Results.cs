using BenchmarkDotNet.Attributes;
using Realtime.Actors.Polling;

namespace Realtime.Bench.Small;

/// <summary>What a poller does with each answer, and an owner with each that differs.</summary>
public class Results
{
    private static readonly DataSet Countries = new("countries", DataSetKind.Table, ["country"], null, TimeSpan.Zero, "");

    private readonly PollResult _before = Table(changed: 0);
    private readonly PollResult _same = Table(changed: 0);
    private readonly PollResult _after = Table(changed: 5);

    /// <summary>Fifty rows that are as they were.</summary>
    [Benchmark]
    public bool Same() => ResultDiff.Same(DataSetKind.Table, _before, _same);

    /// <summary>Fifty rows, five of which changed.</summary>
    [Benchmark]
    public object? Changes() => ResultDelta.Between(Countries, _before, _after);

    private static PollResult Table(int changed)
    {
        var rows = new ResultRowsBuilder();
        for (var i = 0; i < 50; i++)
        {
            rows.BeginRow();
            rows.Text($"country {i}");
            rows.Number((long)(i < changed ? 1_000 + i : i));
            rows.EndRow();
        }

        return new PollResult(["country", "viewers"], rows.Build());
    }
}
