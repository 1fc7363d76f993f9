using System.Diagnostics;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>A node with tight limits, and one that is told to end.</summary>
public sealed class LimitTests(LimitTests.StrictNode node) : IClassFixture<LimitTests.StrictNode>
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task One_topic_too_many_is_refused_until_another_is_left()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        foreach (var key in (string[])["a", "b", "c"]) await client.JoinAsync(key, key);
        await client.PushAsync("realtime:d", "phx_join", "d", "d");
        Assert.Equal(
            """["d","d","realtime:d","phx_reply",{"status":"error","response":{"reason":"too many channels joined"}}]""",
            (await client.ReplyAsync("realtime:d", "d")).Text);
        // A topic joined already takes no further place.
        await client.JoinAsync("a", "again");
        await client.PushAsync("realtime:b", "phx_leave", "leave", "b");
        await client.ReplyAsync("realtime:b", "leave");
        await client.JoinAsync("d", "d2");
    }

    [Fact]
    public async Task Silence_closes_with_1002()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("a");
        var waited = Stopwatch.StartNew();
        Assert.Equal(1002, (await client.ClosedAsync()).Code);
        // Frames of the server do not count as a word of the client.
        Assert.True(client.Count > 1);
        Assert.InRange(waited.Elapsed, IdleTimeout / 2, Eventually.Deadline);
    }

    [Fact]
    public async Task A_client_that_sends_only_pings_is_kept()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process, options: options =>
        {
            // With a timeout these are pings, without one pongs.
            options.KeepAliveInterval = IdleTimeout / 6;
            options.KeepAliveTimeout = Eventually.Deadline;
        });
        await client.JoinAsync("a");
        var from = await client.FrameAsync("a", "startup_time", _ => true, "first frame");
        // The server's beats are the clock: three times the time that silence is given.
        await client.FrameAsync("a", "startup_time", m => m.Seq >= from.Seq + 3 * (long)IdleTimeout.TotalMilliseconds, "frames well past the idle timeout");
        await client.PushAsync("phoenix", "heartbeat", "h");
        await client.ReplyAsync("phoenix", "h");
        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task A_message_over_a_limit_that_was_set_closes_with_1009()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.SendAsync($$"""[null,"1","phoenix","heartbeat",{"x":"{{new string('x', 2000)}}"}]""");
        Assert.Equal(1009, (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task A_node_told_to_end_sends_everybody_away_with_1012_and_ends_well()
    {
        await using var ending = await NodeProcess.StartAsync("Realtime:Interval=00:00:01");
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PhoenixClient.ConnectAsync(ending)));
        foreach (var client in clients) await client.JoinAsync("acme");
        await ending.TerminateAsync();
        foreach (var client in clients) Assert.Equal(1012, (await client.ClosedAsync()).Code);
        Assert.Equal(0, await ending.EndedAsync());
        foreach (var client in clients) await client.DisposeAsync();
    }

    /// <summary>A node with limits that a test reaches.</summary>
    public sealed class StrictNode : IAsyncLifetime
    {
        /// <summary>The node.</summary>
        public NodeProcess Process { get; private set; } = null!;

        /// <inheritdoc/>
        public async Task InitializeAsync() => Process = await NodeProcess.StartAsync(
            "Realtime:Interval=00:00:01", "Realtime:Topics:MaxPerConnection=3", "Realtime:Limits:IdleTimeout=00:00:02", "Realtime:Limits:MessageBytes=1024");

        /// <inheritdoc/>
        public async Task DisposeAsync() => await Process.DisposeAsync();
    }
}
