using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>A store that goes away and comes back.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private static readonly string[] DataSets = ["activity_by_state", "throughput", "statement_age", "longest_running_statements"];

    private PostgresServer? _server;

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [PostgresFact]
    public async Task Topics_say_that_the_store_is_away_keep_their_rows_and_live_again_when_it_is_back()
    {
        var server = _server = await PostgresServer.StartAsync();
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(server.ConnectionString, "postgres"));
        await using var watcher = await PhoenixClient.ConnectAsync(node);
        await watcher.JoinAsync("postgres");
        foreach (var dataSet in DataSets) await watcher.FrameAsync("postgres", dataSet, m => m.State == "live", "live");

        await server.StopAsync();
        foreach (var dataSet in DataSets)
        {
            var failing = await watcher.FrameAsync("postgres", dataSet, m => m.State == "failing", "failing");
            Assert.Equal(("progress", "store unavailable"), (failing.Payload.GetProperty("kind").GetString(), failing.Reason));
            Assert.True(failing.Payload.GetProperty("since").GetInt64() > 0);
        }

        // Who joins now gets the last good rows, and is told that they are.
        await using var late = await PhoenixClient.ConnectAsync(node);
        await late.JoinAsync("postgres");
        foreach (var dataSet in DataSets)
        {
            var kept = await late.FrameAsync("postgres", dataSet, _ => true, "first frame");
            Assert.True(kept.IsSnapshot && kept.State == "failing" && kept.Reason == "store unavailable", kept.Text);
            if (dataSet is "throughput" or "statement_age") Assert.NotEqual(0, kept.Rows);
        }

        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("/health/live"));
        await Eventually.HoldsAsync(async () => await node.StatusAsync("/api/topics") == HttpStatusCode.ServiceUnavailable, "the list of topics is away as well");
        using var topics = await node.Http.GetAsync(new Uri("/api/topics", UriKind.Relative));
        using var body = JsonDocument.Parse(await topics.Content.ReadAsStringAsync());
        Assert.Equal("store unavailable", body.RootElement.GetProperty("reason").GetString());
        Assert.Empty(body.RootElement.GetProperty("topics").EnumerateArray());

        // A node that starts meanwhile starts all the same.
        await using var second = await NodeProcess.StartAsync(PostgresWorld.Settings(server.ConnectionString, "postgres"));
        await using var early = await PhoenixClient.ConnectAsync(second);
        await early.JoinAsync("postgres");
        foreach (var dataSet in DataSets)
        {
            var nothing = await early.FrameAsync("postgres", dataSet, m => m.State == "failing", "failing");
            Assert.Equal(("progress", "store unavailable"), (nothing.Payload.GetProperty("kind").GetString(), nothing.Reason));
        }

        var (seen, seenByLate) = (watcher.Count, late.Count);
        await server.StartAsync();
        foreach (var dataSet in DataSets)
        {
            Assert.Null((await watcher.FrameAsync("postgres", dataSet, m => m.State == "live", "live again", seen)).Reason);
            await late.FrameAsync("postgres", dataSet, m => m.State == "live", "live again", seenByLate);
            await early.FrameAsync("postgres", dataSet, m => m.IsSnapshot && m.State == "live", "live at last");
            // And back on the beat.
            var live = await watcher.FrameAsync("postgres", dataSet, m => m.State == "live", "live again", seen);
            Beats.AssertOnTime(await watcher.FramesAsync("postgres", dataSet, 4, live.Place));
        }

        await Eventually.HoldsAsync(async () => await node.StatusAsync("/api/topics") == HttpStatusCode.OK, "the list of topics is back");
    }

    [Fact]
    public async Task A_store_that_takes_connections_and_never_answers_is_away_like_any_other()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var store = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=postgres";
        await using var node = await NodeProcess.StartAsync(PostgresWorld.Settings(store, "postgres"));
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.JoinAsync("postgres");
        foreach (var dataSet in DataSets)
        {
            Assert.Equal("store unavailable", (await client.FrameAsync("postgres", dataSet, m => m.State == "failing", "failing")).Reason);
        }

        await client.PushAsync("phoenix", "heartbeat", "h");
        await client.ReplyAsync("phoenix", "h");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await node.StatusAsync("/api/topics"));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("/health/ready"));
        await node.TerminateAsync();
        Assert.Equal(0, await node.EndedAsync());
    }
}
