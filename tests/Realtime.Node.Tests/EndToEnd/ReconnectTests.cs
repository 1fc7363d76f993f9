using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>What a store notices when all watchers of a topic are cut and come back at once.</summary>
[Collection(PostgresWorldCollection.Name)]
public sealed class ReconnectTests(PostgresWorld world, ITestOutputHelper output)
{
    private const string Key = "warm";

    /// <summary>How many connect in the same moment: more would wait for each other in the system's queue of half-open connections.</summary>
    private const int AtOnce = 100;

    [PostgresFact]
    public Task Five_hundred_clients_that_come_back_at_once_cost_no_statement() => ComeBackAsync(500);

    [PostgresFact]
    [Trait("Category", "Long")]
    public Task Five_thousand_clients_that_come_back_at_once_cost_no_statement() => ComeBackAsync(5_000);

    private async Task ComeBackAsync(int clients)
    {
        var server = await world.ServerAsync();
        // A busy machine takes its time to connect so many: the topic stays warm until they are back.
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(server.ConnectionString, "postgres", "Realtime:Linger=00:01:00"));
        var key = $"{Key}{clients}";
        var before = await JoinAllAsync(node, key, clients);
        var first = (await LatestAsync(before[0], key)).Tick();
        foreach (var client in before) await client.DisposeAsync();
        var after = await JoinAllAsync(node, key, clients);
        // Two beats more, so that what the return might have caused is in the log.
        var back = (await LatestAsync(after[0], key)).Tick();
        var last = await after[0].FrameAsync(key, "throughput", m => m.Seq is not null && m.Tick() >= back + 2, "two beats more");
        foreach (var client in after) await client.DisposeAsync();

        var polls = PollLog.Of(server, asked => asked == key).Where(poll => poll.Tick >= first && poll.Tick < last.Tick()).ToArray();
        output.WriteLine($"{clients} clients were back after {back - first} beats; statements: {polls.Length}");
        foreach (var ofDataSet in polls.GroupBy(poll => poll.DataSet))
        {
            // One for each beat, as before: none is missing, none is there twice.
            Assert.Equal(Enumerable.Range(0, (int)(last.Tick() - first)).Select(i => first + i), ofDataSet.Select(poll => poll.Tick).Order());
        }

        Assert.Equal(4, polls.Select(poll => poll.DataSet).Distinct().Count());
    }

    /// <summary>Connects and joins, and waits until each client has its data.</summary>
    private static async Task<PhoenixClient[]> JoinAllAsync(NodeProcess node, string key, int count)
    {
        var clients = new List<PhoenixClient>();
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            clients.AddRange(await Task.WhenAll(some.Select(async _ =>
            {
                var client = await PhoenixClient.ConnectAsync(node);
                await client.PushAsync($"realtime:{key}", "phx_join", "1", "1");
                return client;
            })));
        }

        foreach (var client in clients) await LatestAsync(client, key);
        return [.. clients];
    }

    private static async Task<PhoenixMessage> LatestAsync(PhoenixClient client, string key) =>
        await client.FrameAsync(key, "throughput", m => m.IsSnapshot, "snapshot", 0);
}
