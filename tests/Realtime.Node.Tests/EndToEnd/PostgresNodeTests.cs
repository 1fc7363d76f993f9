using System.Text.Json;
using Npgsql;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>A node on a real PostgreSQL server.</summary>
[Collection(PostgresWorldCollection.Name)]
public sealed class PostgresNodeTests(PostgresWorld world, ITestOutputHelper output)
{
    private static readonly string[] DataSets = ["activity_by_state", "throughput", "statement_age", "longest_running_statements"];

    [PostgresFact]
    public async Task A_database_is_a_topic_and_its_numbers_live()
    {
        var server = await world.ServerAsync();
        var database = await server.CreateDatabase("live");
        var key = new NpgsqlConnectionStringBuilder(database).Database!;
        await using var client = await PhoenixClient.ConnectAsync(await world.NodeAsync());
        await client.JoinAsync(key);
        foreach (var dataSet in DataSets) await client.FrameAsync(key, dataSet, m => m.IsSnapshot, "snapshot");
        var before = Last(await client.FrameAsync(key, "throughput", m => m.IsSnapshot, "snapshot"), "commits_total");

        await using var source = NpgsqlDataSource.Create(database + ";Application Name=reporting;Pooling=false");
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var report = new NpgsqlCommand("select pg_sleep(60)", connection);
            using var cancel = new CancellationTokenSource();
            var running = report.ExecuteNonQueryAsync(cancel.Token);
            await client.FrameAsync(key, "longest_running_statements", m => m.IsSnapshot && m.Rows == 1, "the report");
            await client.FrameAsync(key, "activity_by_state", m => m.IsSnapshot && m.Text.Contains("reporting", StringComparison.Ordinal), "its session");
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        await client.FrameAsync(key, "longest_running_statements", m => m.IsSnapshot && m.Rows == 0, "the end of the report", client.Count);
        await client.FrameAsync(key, "throughput", m => m.IsSnapshot && Last(m, "commits_total") > before, "commits");
    }

    [PostgresFact]
    public async Task Two_watchers_on_two_connections_cost_one_poll_a_tick()
    {
        var (server, node) = (await world.ServerAsync(), await world.NodeAsync());
        await using var one = await PhoenixClient.ConnectAsync(node);
        await using var two = await PhoenixClient.ConnectAsync(node);
        await Task.WhenAll(one.JoinAsync("pair"), two.JoinAsync("pair"));
        var frames = await Task.WhenAll(one.FramesAsync("pair", "statement_age", 6, 0), two.FramesAsync("pair", "statement_age", 6, 0));
        // The first of each may be what the node had when it joined.
        Beats.AssertOnTime(frames[0][1..]);
        var common = frames[0][1..].Join(frames[1][1..], f => f.Seq, f => f.Seq, (a, b) => (a, b)).ToArray();
        Assert.True(common.Length >= 3);
        Assert.All(common, pair => Assert.Equal(pair.a.Text, pair.b.Text));
        foreach (var poll in PollLog.Of(server, key => key == "pair").GroupBy(p => (p.DataSet, p.Tick))) Assert.True(poll.Count() == 1, $"{poll.Key}: {poll.Count()} polls");
        foreach (var frame in frames[0][1..]) Assert.Contains(PollLog.Of(server, key => key == "pair"), p => p.DataSet == "statement_age" && p.Tick == frame.Tick());
    }

    [PostgresFact]
    public async Task When_the_last_watcher_leaves_polling_stops_after_the_linger()
    {
        var (server, node) = (await world.ServerAsync(), await world.NodeAsync());
        await using var leaver = await PhoenixClient.ConnectAsync(node);
        await using var gone = await PhoenixClient.ConnectAsync(node);
        await using var stayer = await PhoenixClient.ConnectAsync(node);
        await leaver.JoinAsync("left");
        await gone.JoinAsync("left");
        await stayer.JoinAsync("stays");
        await leaver.FramesAsync("left", "throughput", 3, 0);
        // One says so, the other vanishes.
        await leaver.PushAsync("realtime:left", "phx_leave", "bye");
        await leaver.ReplyAsync("realtime:left", "bye");
        await gone.DisposeAsync();
        var last = (await stayer.FramesAsync("stays", "throughput", 1, Math.Max(0, stayer.Count - 1)))[0].Tick();
        var frames = await stayer.FrameAsync("stays", "throughput", m => m.Tick() >= last + 10, "ten ticks more");

        var polls = PollLog.Of(server, key => key is "left" or "stays");
        var ofLeft = polls.Where(p => p.Keys.Contains("left")).Select(p => p.Tick).ToArray();
        output.WriteLine($"the last watcher left in tick {last} or just before; the last poll was of tick {ofLeft.Max()}, with a linger of one tick");
        Assert.True(ofLeft.Length > 4);
        // Linger, one tick, and one for the tick that the leave fell in.
        Assert.InRange(ofLeft.Max(), last - 1, last + 3);
        for (var tick = last; tick < frames.Tick(); tick++) Assert.Contains(polls, p => p.Tick == tick && p.Keys.Contains("stays"));
    }

    [PostgresFact]
    public async Task A_topic_that_lingers_goes_on_for_whoever_comes_back()
    {
        var node = await world.NodeAsync();
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.JoinAsync("returns", "1");
        var before = (await client.FramesAsync("returns", "throughput", 3, 0))[^1];
        await client.PushAsync("realtime:returns", "phx_leave", "bye");
        var left = await client.ReplyAsync("realtime:returns", "bye");
        await client.JoinAsync("returns", "2");
        var after = (await client.FramesAsync("returns", "throughput", 3, left.Place))[^1];
        Assert.Equal(before.Payload.GetProperty("epoch").GetString(), after.Payload.GetProperty("epoch").GetString());
        Assert.Equal("live", after.State);
    }

    [PostgresFact]
    public async Task Joins_in_plenty_all_get_their_reply_and_their_data()
    {
        var node = await world.NodeAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PhoenixClient.ConnectAsync(node)));
        await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, 50), (client, i) => (client, i)).GroupBy(join => join.client, join => join.i).Select(async joins =>
        {
            foreach (var i in joins) await joins.Key.PushAsync($"realtime:plenty{i}", "phx_join", $"{i}", $"{i}");
        }));
        foreach (var client in clients)
        {
            for (var i = 0; i < 50; i++)
            {
                var reply = await client.ReplyAsync($"realtime:plenty{i}", $"{i}");
                Assert.Equal("ok", reply.Payload.GetProperty("status").GetString());
                foreach (var dataSet in DataSets) await client.FrameAsync($"plenty{i}", dataSet, m => m.IsSnapshot, "snapshot", reply.Place);
            }

            await client.DisposeAsync();
        }
    }

    /// <summary>A column of a snapshot's last row.</summary>
    private static long Last(PhoenixMessage snapshot, string column)
    {
        var columns = snapshot.Payload.GetProperty("columns").EnumerateArray().Select(c => c.GetString()).ToList();
        return snapshot.Payload.GetProperty("rows").EnumerateArray().Last()[columns.IndexOf(column)] is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : 0;
    }
}
