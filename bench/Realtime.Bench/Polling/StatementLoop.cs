using System.Diagnostics;

namespace Realtime.Bench.Polling;

/// <summary>Asks a store for topics at each beat, one statement after the other, as programs do that have no batcher.</summary>
internal static class StatementLoop
{
    private const int Beats = 5;
    private const int Warm = 20;

    /// <summary>
    /// Asks for all of them when an interval begins, over five intervals, or at once where they take longer than one: a store that rested finds its caches as cold as the
    /// product's does.
    /// </summary>
    /// <returns>CPU of the store for all topics once, in seconds.</returns>
    public static async Task<double> CpuAsync(AskedStore store, string sql, IReadOnlyList<string[]> batches, TimeSpan interval, CancellationToken stop)
    {
        using var connection = store.Open();
        for (var i = 0; i < Warm; i++) Ask(batches[i % batches.Count]);
        var (cpu, clock, beats) = (store.Cpu(node: null), Stopwatch.StartNew(), 0);
        for (; beats < Beats && clock.Elapsed < Beats * interval; beats++)
        {
            if (beats * interval - clock.Elapsed is { Ticks: > 0 } rest) await Task.Delay(rest, stop);
            foreach (var batch in batches)
            {
                stop.ThrowIfCancellationRequested();
                Ask(batch);
            }
        }

        return (store.Cpu(node: null) - cpu).TotalSeconds / beats;

        void Ask(string[] keys)
        {
            using var command = store.Command(connection, sql, keys);
            using var reader = command.ExecuteReader();
            var values = new object[reader.FieldCount];
            while (reader.Read()) reader.GetValues(values);
        }
    }
}
