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
        var first = (await NextAsync(before[0], key)).Tick();
        foreach (var client in before) await client.DisposeAsync();
        var after = await JoinAllAsync(node, key, clients);
        // Two beats more, so that what the return might have caused is in the log.
        var back = (await NextAsync(after[0], key)).Tick();
        var last = await after[0].FrameAsync(key, "throughput", m => m.Seq is not null && m.Tick() >= back + 2, "two beats more");
        foreach (var client in after) await client.DisposeAsync();

        var polls = PollLog.Of(server, asked => asked == key).Where(poll => poll.Tick >= first && poll.Tick <= last.Tick()).ToArray();
        output.WriteLine($"{clients} clients were back after {back - first} beats; statements: {polls.Length}");
        foreach (var ofDataSet in polls.GroupBy(poll => poll.DataSet))
        {
            // One for each beat, as before. On a busy machine a beat may be left out, but none is polled twice.
            Assert.Equal(ofDataSet.Select(poll => poll.Tick).Distinct(), ofDataSet.Select(poll => poll.Tick));
            Assert.All(ofDataSet, poll => Assert.Equal(1, poll.Try));
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

        foreach (var client in clients) await client.FrameAsync(key, "throughput", m => m.IsSnapshot, "snapshot");
        return [.. clients];
    }

    private static Task<PhoenixMessage> NextAsync(PhoenixClient client, string key) =>
        client.FrameAsync(key, "throughput", m => m.Seq is not null, "next frame", client.Count);
}
