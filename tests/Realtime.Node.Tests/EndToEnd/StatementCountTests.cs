using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>What dashboards cost a store: statements in an interval, counted in the store's own log.</summary>
[Collection(QuietPostgresCollection.Name)]
public sealed class StatementCountTests(PostgresWorld world, ITestOutputHelper output)
{
    private const int DataSets = 4;

    /// <summary>At one second an interval has four phases of 250 ms.</summary>
    private const int Phases = 4;

    private const int Ticks = 4;

    [PostgresFact]
    public async Task Fifty_topics_cost_a_statement_or_two_for_each_data_set_and_a_thousand_one_for_each_phase()
    {
        var few = await CountAsync("f", connections: 1, topicsEach: 50);
        var many = await CountAsync("m", connections: 10, topicsEach: 100);
        output.WriteLine($"statements per interval: 50 topics {few}, 1,000 topics {many}; at most {DataSets * Phases} are allowed");
        // Two where the node's other topics have left a phase room for some of the fifty only.
        Assert.InRange(few, 1, DataSets * 2);
        // Fewer is possible: on a machine without time to spare two phases may share a statement.
        Assert.InRange(many, 1, DataSets * Phases);
    }

    /// <summary>Watches topics and counts the statements of whole ticks.</summary>
    /// <returns>Statements per interval.</returns>
    private async Task<double> CountAsync(string prefix, int connections, int topicsEach)
    {
        var (server, node) = (await world.ServerAsync(), await world.NodeAsync());
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => PhoenixClient.ConnectAsync(node)));
        string Key(int client, int topic) => $"{prefix}{client * topicsEach + topic:0000}";
        for (var c = 0; c < connections; c++)
        {
            for (var t = 0; t < topicsEach; t++) await clients[c].PushAsync($"realtime:{Key(c, t)}", "phx_join", $"{t}", $"{t}");
        }

        var joined = 0L;
        for (var c = 0; c < connections; c++)
        {
            for (var t = 0; t < topicsEach; t++) joined = Math.Max(joined, (await clients[c].FrameAsync(Key(c, t), "throughput", m => m.IsSnapshot, "snapshot")).Tick());
        }

        // One tick to settle; then whole ticks, and one after them so that every phase is over.
        var (first, last) = (joined + 2, joined + 1 + Ticks);
        for (var c = 0; c < connections; c++)
        {
            foreach (var t in (int[])[0, topicsEach - 1]) await clients[c].FrameAsync(Key(c, t), "longest_running_statements", m => m.Seq is not null && m.Tick() > last + 1, $"tick {last + 2}");
        }

        var polls = PollLog.Of(server, key => key.StartsWith(prefix, StringComparison.Ordinal)).Where(p => p.Tick >= first && p.Tick <= last).ToArray();
        foreach (var client in clients) await client.DisposeAsync();

        Assert.All(polls, p => Assert.Equal((p.Topics, 1), (p.Keys.Length, p.Try)));
        foreach (var beat in polls.GroupBy(p => (p.DataSet, p.Tick)))
        {
            Assert.True(beat.Count() <= Phases, $"{beat.Key}: {beat.Count()} statements, of {string.Join(", ", beat.Select(p => p.Topics))} topics");
        }

        var asked = polls.SelectMany(p => p.Keys, (p, key) => (key, p.DataSet, p.Tick)).Where(a => a.key.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        Assert.Equal(asked.Length, asked.Distinct().Count());
        // Every topic and data set was asked for; in every interval, unless the machine is so busy that the store counts as slow, and slots are left out.
        output.WriteLine($"{prefix}: {asked.Length} of {connections * topicsEach * DataSets * Ticks} beats");
        Assert.Equal(connections * topicsEach * DataSets, asked.Select(a => (a.key, a.DataSet)).Distinct().Count());
        return polls.Length / (double)Ticks;
    }
}
