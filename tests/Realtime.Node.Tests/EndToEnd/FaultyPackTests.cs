using System.Text.RegularExpressions;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>What fails costs nobody else: not the other data sets, not the other topics.</summary>
[Collection(PostgresWorldCollection.Name)]
public sealed partial class FaultyPackTests(PostgresWorld world, FaultyPackNode faulty) : IClassFixture<FaultyPackNode>
{
    private const int Ticks = 6;

    [PostgresFact]
    public async Task A_data_set_whose_SQL_fails_does_not_hold_up_the_others_and_says_no_store_text()
    {
        var node = await faulty.NodeAsync();
        await using var client = await PhoenixClient.ConnectAsync(node);
        await client.JoinAsync("postgres");
        var failing = await client.FrameAsync("postgres", "statement_age", m => m.State == "failing" && ErrorId().IsMatch(m.Reason!), "failing with an error's id");
        Assert.Equal("progress", failing.Payload.GetProperty("kind").GetString());
        Assert.True(failing.Payload.GetProperty("since").GetInt64() > 0);
        Assert.DoesNotContain("no_such_column", failing.Text);
        var error = ErrorId().Match(failing.Reason!);
        await Eventually.HoldsAsync(
            () => node.Output.Any(line => line.Contains(error.Groups[1].Value, StringComparison.Ordinal) && line.Contains("no_such_column", StringComparison.Ordinal)),
            "the log has the store's words under the error's id");

        foreach (var dataSet in (string[])["activity_by_state", "throughput", "longest_running_statements"])
        {
            // The first frame answers the join at once; the beat is what follows.
            Beats.AssertOnTime((await client.FramesAsync("postgres", dataSet, Ticks + 1, 0))[1..]);
        }

        // It stays failing since the same time, under the same id.
        var later = await client.FrameAsync("postgres", "statement_age", m => m.Seq > failing.Seq, "a later try");
        Assert.Equal((failing.State, failing.Reason), (later.State, later.Reason));
        Assert.Equal(failing.Payload.GetProperty("since").GetInt64(), later.Payload.GetProperty("since").GetInt64());
    }

    [PostgresFact]
    public async Task SQL_that_cannot_be_asked_is_told_at_the_start()
    {
        var node = await faulty.NodeAsync();
        Assert.Contains(node.Output, line => line.Contains("Data set statement_age cannot be asked", StringComparison.Ordinal) && line.Contains("no_such_column", StringComparison.Ordinal));
        Assert.Contains(node.Output, line => line.Contains("Data set endless cannot be asked", StringComparison.Ordinal));
        Assert.DoesNotContain(node.Output, line => line.Contains("Data set throughput cannot be asked", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task A_bad_topic_is_found_and_asked_alone_and_its_neighbours_never_notice()
    {
        var (server, node) = (await world.ServerAsync(), await faulty.NodeAsync());
        var neighbours = Enumerable.Range(0, 20).Select(i => $"n{i}").ToArray();
        await using var client = await PhoenixClient.ConnectAsync(node);
        foreach (var key in (string[])[.. neighbours[..10], "bad", .. neighbours[10..]]) await client.PushAsync($"realtime:{key}", "phx_join", key, key);
        var failing = await client.FrameAsync("bad", "ratio", m => m.State == "failing", "failing");
        Assert.DoesNotContain("zero", failing.Text);
        await Eventually.HoldsAsync(() => node.Says("Topic bad fails alone in data set ratio"), "the topic is found");
        foreach (var key in neighbours)
        {
            Beats.AssertOnTime((await client.FramesAsync(key, "ratio", Ticks, 0))[1..]);
            Assert.All(client.Messages.Where(m => m.Topic == $"realtime:{key}" && m.Event == "ratio"), m => Assert.Equal("live", m.State));
        }

        // Its later tries are its own.
        var again = await client.FrameAsync("bad", "ratio", m => m.Seq > failing.Seq, "a later try", failing.Place);
        Assert.Equal("failing", again.State);
        await client.FrameAsync("n0", "ratio", m => m.Tick() > again.Tick() + 1, "ticks after that", again.Place);
        Assert.All(PollLog.Of(server, key => key == "bad").Where(p => p.DataSet == "ratio" && p.Tick > failing.Tick()), p => Assert.Equal(["bad"], p.Keys));
        Assert.Contains(PollLog.Of(server, key => key == "bad"), p => p.DataSet == "ratio" && p.Tick > failing.Tick());
        Assert.Equal("live", (await client.FrameAsync("bad", "activity_by_state", m => m.Tick() > again.Tick(), "its other data sets")).State);
    }

    [PostgresFact]
    public async Task A_slow_topic_does_not_hold_up_the_others_once_it_is_found()
    {
        var node = await faulty.NodeAsync();
        var neighbours = Enumerable.Range(0, 20).Select(i => $"s{i}").ToArray();
        await using var client = await PhoenixClient.ConnectAsync(node);
        foreach (var key in (string[])[.. neighbours[..10], "slow", .. neighbours[10..]]) await client.PushAsync($"realtime:{key}", "phx_join", key, key);
        await Eventually.HoldsAsync(() => node.Says("Topic slow fails alone in data set report"), "the topic is found");
        var found = client.Count;
        await client.FrameAsync("slow", "report", m => m.State == "failing" && m.Reason == "store timeout", "failing for its time");
        foreach (var key in neighbours)
        {
            // Those that were in the same statement may have failed with it; from their first answer on they are on time.
            var live = await client.FrameAsync(key, "report", m => m.State == "live", "live", found);
            Beats.AssertOnTime((await client.FramesAsync(key, "report", Ticks, live.Place))[1..]);
        }

        var after = await client.FrameAsync("slow", "report", _ => true, "a later word of the slow one", client.Count);
        Assert.Equal(("failing", "store timeout"), (after.State, after.Reason));
    }

    [GeneratedRegex(@"^statement failed \(error ([0-9a-f]{8})\)$")]
    private static partial Regex ErrorId();
}
