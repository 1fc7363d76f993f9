using System.Text;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Support;

/// <summary>Data sets and results with as few words as a test needs.</summary>
internal static class Results
{
    public static DataSet Table(string name = "viewers") => new(name, DataSetKind.Table, ["country"], null, TimeSpan.Zero, "select");

    public static DataSet Series(string name = "points", int windowSeconds = 60) =>
        new(name, DataSetKind.Series, [], "at", TimeSpan.FromSeconds(windowSeconds), "select");

    public static Pack Pack(params DataSet[] dataSets) => new("test", [.. dataSets], null, null);

    /// <summary>One row.</summary>
    public static ResultRows Rows(string row, long? time = null) => Rows([(row, time)]);

    public static ResultRows Rows(IEnumerable<(string Row, long? Time)> rows)
    {
        var builder = new ResultRowsBuilder();
        foreach (var (row, time) in rows) builder.Row(Encoding.UTF8.GetBytes(row), time);
        return builder.Build();
    }

    public static PollResult Result(params string[] rows) => new(["value"], Rows(rows.Select(row => (row, (long?)null))));

    public static string Text(this ResultRows rows) => Encoding.UTF8.GetString(rows.Json.Span);

    public static PollingSettings Polling(TimeSpan? interval = null, int phases = 1, int batchSize = 5_000, int concurrency = 2) => new()
    {
        Interval = interval ?? TimeSpan.FromSeconds(5),
        Phases = phases,
        BatchSize = batchSize,
        Timeout = TimeSpan.FromSeconds(4),
        Concurrency = concurrency,
    };
}
