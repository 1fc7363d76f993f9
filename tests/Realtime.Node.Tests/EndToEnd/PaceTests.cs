using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>How often a real node polls a real store: intervals of data sets, a store that gets slow, tabs that are hidden.</summary>
public sealed class PaceTests(PostgresWorld world) : IClassFixture<PostgresWorld>, IAsyncLifetime
{
    private const string List = """
        {"dataSets": [
          {"name": "heavy", "kind": "table", "key": ["id"]},
          {"name": "light", "kind": "table", "key": ["id"], "interval": "00:00:02"}
        ]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("realtime-pace-").FullName;
    private string _database = "";
    private NodeProcess? _node;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var database = _database = await (await world.ServerAsync()).CreateDatabase("pace");
        await SqlAsync("create table slowness as select 0.0::float8 as seconds");
        await File.WriteAllTextAsync(Path.Combine(_folder, "pack.json"), List);
        await File.WriteAllTextAsync(Path.Combine(_folder, "heavy.sql"), """
            select k as topic, 1 as id, clock_timestamp() as at, (select pg_sleep(seconds)::text from slowness) as slept from unnest($1) as t (k)
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "light.sql"), "select k as topic, 1 as id from unnest($1) as t (k)");
        _node = await NodeProcess.StartAsync(PostgresWorld.Settings(database, _folder, "Realtime:Polling:HiddenFactor=3"));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [PostgresFact]
    public async Task A_slow_store_is_polled_less_often_and_says_so_and_is_back_at_full_speed_when_it_is_well()
    {
        await using var client = await PhoenixClient.ConnectAsync(_node!);
        await client.JoinAsync("acme");
        Beats.AssertOnTime((await client.FramesAsync("acme", "heavy", 4, 0))[1..]);
        // Its own interval: every second slot of the others.
        var light = (await client.FramesAsync("acme", "light", 3, 0))[1..];
        Assert.All(light, frame => Assert.Equal(2_000, NextDue(frame) - frame.Seq));
        Assert.Equal(NextDue(light[0]), light[1].Seq);

        await SqlAsync("update slowness set seconds = 0.6");
        var slow = await client.FrameAsync("acme", "heavy", IsSlow, "slow", client.Count);
        Assert.True(slow.Payload.GetProperty("since").GetInt64() > 0);
        var frames = await client.FramesAsync("acme", "heavy", 4, slow.Place);
        for (var i = 1; i < frames.Length; i++)
        {
            Assert.True(frames[i].Seq == NextDue(frames[i - 1]), $"{frames[i - 1]}{Environment.NewLine}{frames[i]}");
            // The first may stand beside a slot that is used at the slower pace as well; from there on every second is left out, at least.
            Assert.True(NextDue(frames[i]) > frames[i].Seq + Beats.IntervalMs, frames[i].Text);
        }

        Assert.True(_node!.Says("answers data set heavy slowly"), _node.Told());
        Assert.Equal("live", (await client.FrameAsync("acme", "light", _ => true, "the other data set", slow.Place)).State);
        // Who joins now is told as well.
        await using var late = await PhoenixClient.ConnectAsync(_node);
        await late.JoinAsync("acme");
        Assert.NotEqual("live", (await late.FrameAsync("acme", "heavy", m => m.IsSnapshot, "the last rows")).State);

        await SqlAsync("update slowness set seconds = 0");
        var live = await client.FrameAsync("acme", "heavy", m => m.State == "live", "live again", client.Count);
        Assert.Null(live.Reason);
        Beats.AssertOnTime(await client.FramesAsync("acme", "heavy", 4, live.Place));
        Assert.True(_node.Says("answers data set heavy faster"), _node.Told());
    }

    [PostgresFact]
    public async Task A_topic_open_in_hidden_tabs_only_is_polled_less_often_until_somebody_looks()
    {
        await using var client = await PhoenixClient.ConnectAsync(_node!);
        await client.JoinAsync("hidden");
        await client.FrameAsync("hidden", "heavy", m => m.IsSnapshot, "snapshot");
        await client.PushAsync("realtime:hidden", "attention", "a1", payload: """{"visible":false}""");
        var hidden = await client.ReplyAsync("realtime:hidden", "a1");
        Assert.Equal("ok", hidden.Payload.GetProperty("status").GetString());
        var slow = await client.FrameAsync("hidden", "heavy", m => m.Reason == "nobody looks; polled every 3 s", "nobody looks", hidden.Place);
        Assert.Equal("slow", slow.State);
        var next = await client.FrameAsync("hidden", "heavy", m => m.Seq > slow.Seq, "the next poll", slow.Place);
        Assert.Equal((NextDue(slow), 3_000), (next.Seq, NextDue(next) - next.Seq));
        Assert.DoesNotContain(client.Messages.Skip(hidden.Place), m => m.IsSnapshot);

        await client.PushAsync("realtime:hidden", "attention", "a2", payload: """{"visible":true}""");
        var back = await client.ReplyAsync("realtime:hidden", "a2", next.Place);
        Assert.True((await client.FrameAsync("hidden", "heavy", _ => true, "a snapshot at once", back.Place)).IsSnapshot);
        var live = await client.FrameAsync("hidden", "heavy", m => m.State == "live" && m.Seq > next.Seq, "live again", back.Place);
        Assert.True(live.Seq < NextDue(next), live.Text);
        await client.PushAsync("realtime:hidden", "attention", "a3", payload: "[]");
        Assert.Contains("attention: expected", (await client.ReplyAsync("realtime:hidden", "a3")).Text);
    }

    private static bool IsSlow(PhoenixMessage frame) => frame.State == "slow" && frame.Reason!.StartsWith("the store answers slowly; polled every ", StringComparison.Ordinal);

    private static long? NextDue(PhoenixMessage frame) => frame.Payload.GetProperty("next_due").GetInt64();

    private Task SqlAsync(string sql) => PostgresServer.ExecuteAsync(_database, sql);
}
