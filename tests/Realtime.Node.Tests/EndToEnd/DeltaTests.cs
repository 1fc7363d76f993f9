using System.Text.Json;
using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Deltas, resume and rewind over a real socket of a real node.</summary>
[Collection(DemoNodeCollection.Name)]
public sealed class DeltaTests(DemoNode node)
{
    private const string Series = "time_series";

    [Fact]
    public async Task Deltas_follow_each_other_and_a_client_that_comes_back_with_what_it_has_needs_no_snapshot()
    {
        await using var stock = await PhoenixClient.ConnectAsync(node.Process);
        await stock.JoinAsync("deltas");
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.PushAsync("realtime:deltas", "phx_join", "1", "1", """{"delta":true}""");
        var first = await client.FrameAsync("deltas", Series, m => m.IsSnapshot, "snapshot");
        var delta = await client.FrameAsync("deltas", Series, m => Kind(m) == "delta", "delta");
        var before = client.Messages.Last(m => m.Place < delta.Place && m.Event == Series && Kind(m) != "progress");
        Assert.Equal((before.Seq, Epoch(first)), (delta.Payload.GetProperty("base").GetInt64(), Epoch(delta)));

        await using var again = await PhoenixClient.ConnectAsync(node.Process);
        await again.PushAsync(
            "realtime:deltas", "phx_join", "1", "1", "{\"delta\":true,\"resume\":{\"" + Series + $"\":{{\"epoch\":\"{Epoch(before)}\",\"seq\":{before.Seq}}}}}}}");
        var lacked = await again.FrameAsync("deltas", Series, _ => true, "what it lacked");
        Assert.Equal("phx_reply", again.Messages[0].Event);
        Assert.Equal(("delta", before.Seq), (Kind(lacked), lacked.Payload.GetProperty("base").GetInt64()));
        Assert.Equal(delta.Payload.GetProperty("upsert").GetRawText(), lacked.Payload.GetProperty("upsert").GetRawText());
        Assert.DoesNotContain(stock.Messages, m => m.IsFrame && Kind(m) == "delta");
    }

    [Fact]
    public async Task A_look_back_is_answered_with_what_was_shown_and_a_wrong_one_with_a_reason()
    {
        await using var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.JoinAsync("rewound");
        await client.FrameAsync("rewound", Series, m => m.IsSnapshot, "snapshot");
        await client.PushAsync("realtime:rewound", "rewind", "2", "1", """{"minutes":1}""");
        var now = (await client.ReplyAsync("realtime:rewound", "2")).Payload.GetProperty("response");
        Assert.Contains(now.GetProperty("frames").EnumerateArray(), f => f.GetProperty("event").GetString() == Series);
        await client.FrameAsync("rewound", Series, m => m.IsSnapshot, "another snapshot", client.Count);
        await client.PushAsync("realtime:rewound", "rewind", "3", "1", """{"minutes":1}""");

        var then = (await client.ReplyAsync("realtime:rewound", "3")).Payload.GetProperty("response");
        JsonElement[] ofSeries = [.. then.GetProperty("frames").EnumerateArray().Where(f => f.GetProperty("event").GetString() == Series).Select(f => f.GetProperty("payload"))];
        Assert.True(ofSeries.Length > 1);
        Assert.Equal("snapshot", ofSeries[0].GetProperty("kind").GetString());
        Assert.Equal(then.GetProperty("from").GetInt64(), then.GetProperty("frames")[0].GetProperty("payload").GetProperty("seq").GetInt64());

        // 128 intervals of a second.
        await client.PushAsync("realtime:rewound", "rewind", "4", "1", """{"minutes":3}""");
        Assert.Equal("invalid minutes: found 3, expected more than 0 and at most 2.13", Reason(await client.ReplyAsync("realtime:rewound", "4")));
        await client.PushAsync("realtime:rewound", "rewind", "5", "1", """{"minutes":"3"}""");
        Assert.StartsWith("invalid minutes, expected", Reason(await client.ReplyAsync("realtime:rewound", "5")));
    }

    private static string? Reason(PhoenixMessage reply) => reply.Payload.GetProperty("response").GetProperty("reason").GetString();

    private static string? Kind(PhoenixMessage frame) => frame.Payload.GetProperty("kind").GetString();

    private static string? Epoch(PhoenixMessage frame) => frame.Payload.GetProperty("epoch").GetString();
}
