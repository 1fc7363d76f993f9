using System.Net.WebSockets;
using Realtime.Node.Tests.Metrics;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Noise and broken messages on real sockets: each is answered or closes its own socket with a word, and the node is as before.</summary>
public sealed class HostileMessageTests(HostileMessageTests.OwnNode node, ITestOutputHelper output) : IClassFixture<HostileMessageTests.OwnNode>
{
    private const int Clients = 4;

    /// <summary>Topics that were joined by the way go on for a while, and arrays return to their pool late.</summary>
    private const long MoreMemory = 200 << 20;

    /// <summary>Malformed, not UTF-8, too big.</summary>
    private static readonly int[] Codes = [1011, 1007, 1009];

    [Fact]
    public Task After_some_hundred_hostile_messages_a_node_serves_as_before() => ServesAfterAsync(200);

    [Fact]
    [Trait("Category", "Long")]
    public Task After_fifty_thousand_hostile_messages_a_node_serves_as_before() => ServesAfterAsync(25_000);

    private async Task ServesAfterAsync(int each)
    {
        var memory = node.Process.MemoryBytes;
        foreach (var seed in (ulong[])[1, (ulong)Random.Shared.NextInt64()])
        {
            output.WriteLine($"seed {seed}");
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => SendAllAsync(seed + (ulong)i, each / Clients)));
        }

        await using var fresh = await PhoenixClient.ConnectAsync(node.Process);
        var from = await fresh.JoinAsync("acme");
        Beats.AssertOnTime((await fresh.FramesAsync("acme", "startup_time", 4, from))[1..]);
        Assert.Equal(0, (await Scrape.OfAsync(node.Process)).Sum("realtime_actor_restarts_total"));
        await Eventually.HoldsAsync(() => node.Process.MemoryBytes < memory + MoreMemory, $"memory is back near {memory >> 20} MB");
    }

    /// <summary>After each message the socket still answers, or it was closed for a reason.</summary>
    private async Task SendAllAsync(ulong seed, int count)
    {
        var messages = new HostileMessages(seed);
        var client = await PhoenixClient.ConnectAsync(node.Process);
        for (var i = 0; i < count; i++)
        {
            if (!client.IsOpen || i % 100 == 99)
            {
                await client.DisposeAsync();
                client = await PhoenixClient.ConnectAsync(node.Process);
            }

            var (bytes, type) = messages.Next();
            var from = client.Count;
            try
            {
                await client.SendAsync(bytes, type);
                await client.PushAsync("phoenix", "heartbeat", $"probe-{i}");
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed before the heartbeat was sent: the code is looked at below.
            }

            await Eventually.HoldsAsync(
                () => !client.IsOpen || client.Messages.Skip(from).Any(m => m.Text.StartsWith($"[null,\"probe-{i}\",", StringComparison.Ordinal)),
                $"an answer or a close after message {i} of seed {seed}: {type} {Convert.ToHexString(bytes)}");
            if (client.IsOpen) continue;
            var (code, reason) = await client.ClosedAsync();
            Assert.True(Codes.Contains(code), $"closed with {code} ({reason}) after message {i} of seed {seed}: {type} {Convert.ToHexString(bytes)}");
        }

        await client.DisposeAsync();
    }

    /// <summary>A node whose numbers nobody else changes.</summary>
    public sealed class OwnNode : IAsyncLifetime
    {
        /// <summary>The node.</summary>
        public NodeProcess Process { get; private set; } = null!;

        /// <inheritdoc/>
        public async Task InitializeAsync() => Process = await NodeProcess.StartAsync(Beats.Setting);

        /// <inheritdoc/>
        public async Task DisposeAsync() => await Process.DisposeAsync();
    }
}
