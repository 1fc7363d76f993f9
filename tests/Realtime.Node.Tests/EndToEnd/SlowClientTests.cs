using System.Diagnostics;
using System.Net.NetworkInformation;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Clients that read slowly or not at all, and the others beside them, who must notice nothing.</summary>
public sealed class SlowClientTests(WidePackNode node) : IClassFixture<WidePackNode>
{
    private const int Beat = (int)Beats.IntervalMs;

    /// <summary>Far above what they may hold here, far below what one would hold that is kept everything it missed.</summary>
    private const long MoreMemory = 300 << 20;

    [Fact]
    public async Task Slow_stuck_and_vanished_clients_cost_the_others_nothing()
    {
        await using var healthy = await PhoenixClient.ConnectAsync(node.Process);
        var from = await healthy.JoinAsync("acme");
        var (alone, next) = await WatchAsync(healthy, from, beats: 5);
        var memory = node.Process.MemoryBytes;

        using var slow = await LazyClient.JoinAsync(node.Process, "acme");
        using var stuck = await LazyClient.JoinAsync(node.Process, "acme");
        using var stop = new CancellationTokenSource();
        var reading = ReadSlowlyAsync(slow, stop.Token);
        var (beside, after) = await WatchAsync(healthy, next, beats: 8);
        await stop.CancelAsync();
        await reading;
        Assert.True(beside < 2 * Math.Max(alone, Beat), $"longest gap {beside} ms beside slow clients, {alone} ms without them");
        Assert.True(slow.Messages.Count(m => m.IsFrame) < 5, "the slow client was not slow");
        // So much later than the other that it is sent away after it: the system takes in more for one than for another, and only the first to go is sure to be read in time.
        using var vanished = await LazyClient.JoinAsync(node.Process, "acme");

        var seen = await CatchUpAsync(slow);
        // It missed some, what it got was whole and in order, and ends with what the others have.
        Assert.All(seen, frame => Assert.Equal((true, WidePackNode.Rows), (frame.IsSnapshot, frame.Rows)));
        Assert.Equal(seen.Select(frame => frame.Seq).Order(), seen.Select(frame => frame.Seq));
        Assert.Contains(seen.Zip(seen.Skip(1)), pair => pair.Second.Seq > pair.First.Payload.GetProperty("next_due").GetInt64());
        var latest = await healthy.FrameAsync("acme", WidePackNode.DataSet, m => m.Seq == seen[^1].Seq, "the frame the slow one ends with");
        Assert.Equal(latest.Payload.GetProperty("rows").GetRawText(), seen[^1].Payload.GetProperty("rows").GetRawText());

        // Neither reads: both are sent away. One reads again in time to learn why, the other is cut.
        await Eventually.HoldsAsync(() => node.Process.Says("1 clients took nothing for 00:00:12"), "the stuck client is closed");
        while (await stuck.ReadAsync(1 << 16))
        {
        }

        Assert.Equal(1013, stuck.Closed);
        await Eventually.HoldsAsync(() => !IsConnected(vanished.Port), "the node let go of the client that vanished");
        await WatchAsync(healthy, after, beats: 8);
        Assert.InRange(node.Process.MemoryBytes, 0, memory + MoreMemory);
    }

    /// <summary>Sees that every beat brings its frame.</summary>
    /// <returns>The longest time from one to the next, in milliseconds, and where to look on.</returns>
    private static async Task<(long Longest, int Next)> WatchAsync(PhoenixClient client, int from, int beats)
    {
        var frames = new List<PhoenixMessage> { await client.FrameAsync("acme", WidePackNode.DataSet, _ => true, "frame", from) };
        var longest = 0L;
        while (frames.Count <= beats)
        {
            var waited = Stopwatch.StartNew();
            frames.Add(await client.FrameAsync("acme", WidePackNode.DataSet, _ => true, "next frame", frames[^1].Place + 1));
            // The first ones may have been there already.
            longest = Math.Max(longest, waited.ElapsedMilliseconds);
        }

        // A join is answered with the last result again: the beats begin behind it.
        Beats.AssertOnTime(frames[1..]);
        return (longest, frames[^1].Place + 1);
    }

    private static async Task ReadSlowlyAsync(LazyClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && await client.ReadAsync(1024)) await Task.Delay(1000, stop).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Reads as fast as it can until frames come one beat after the other again.</summary>
    private static async Task<List<PhoenixMessage>> CatchUpAsync(LazyClient client)
    {
        List<PhoenixMessage> Frames() => [.. client.Messages.Where(m => m.IsFrame)];
        await Eventually.HoldsAsync(
            async () => await client.ReadAsync(1 << 16) && Frames() is [.., var before, var last] && Frames().Count > 3 && last.Seq == before.Seq + Beat && IsFresh(last),
            "the slow client caught up",
            Eventually.Deadline);
        return Frames();
    }

    private static bool IsFresh(PhoenixMessage frame) =>
        Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - frame.Payload.GetProperty("now").GetInt64()) < Beat;

    /// <summary>Whether the system still has the node's end of a connection.</summary>
    private bool IsConnected(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Any(c => c.LocalEndPoint.Port == node.Process.Port && c.RemoteEndPoint.Port == port && c.State == TcpState.Established);
}
