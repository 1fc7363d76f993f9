using System.Diagnostics;

namespace Realtime.Bench.Polling;

/// <summary>Asks a store for topics in a loop, one statement after the other, as programs do that have no batcher.</summary>
internal static class StatementLoop
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(3);
    private const int Warm = 20;

    /// <summary>Asks for all of them, once or as often as three seconds allow.</summary>
    /// <returns>CPU of the store for all topics once, in seconds.</returns>
    public static double Cpu(AskedStore store, string sql, IReadOnlyList<string[]> batches, CancellationToken stop)
    {
        using var connection = store.Open();
        for (var i = 0; i < Warm; i++) Ask(batches[i % batches.Count]);
        var (cpu, clock, passes) = (store.Cpu(node: null), Stopwatch.StartNew(), 0);
        for (; clock.Elapsed < AtLeast; passes++)
        {
            foreach (var batch in batches)
            {
                stop.ThrowIfCancellationRequested();
                Ask(batch);
            }
        }

        return (store.Cpu(node: null) - cpu).TotalSeconds / passes;

        void Ask(string[] keys)
        {
            using var command = store.Command(connection, sql, keys);
            using var reader = command.ExecuteReader();
            var values = new object[reader.FieldCount];
            while (reader.Read()) reader.GetValues(values);
        }
    }
}
