using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>Who watches, as a crowd sees it.</summary>
[Collection(DemoNodeCollection.Name)]
public sealed class PresenceTests(DemoNode node)
{
    private const int Crowd = 250;

    [Fact]
    public async Task A_list_of_250_turns_into_a_count_and_comes_back_whole_when_enough_have_gone()
    {
        await using var watcher = await MemberAsync(0, "list");
        var own = await watcher.MessageAsync(m => m.Event == "presence_state" || m.Event == "presence_diff", "a list with one's own key");
        Assert.Equal("realtime:crowd", own.Topic);

        // They want to be told nothing: the test is about what one of them sees, not about 250 who see it.
        var others = await Task.WhenAll(Enumerable.Range(1, Crowd - 1).Select(i => MemberAsync(i, "off")));
        var count = await watcher.MessageAsync(m => m.Event == "presence_count" && Watching(m) == Crowd, "a count of all");
        var emptied = watcher.Messages.Take(count.Place).Last(m => m.Event == "presence_state");
        Assert.Equal("{}", emptied.Payload.GetRawText());
        Assert.Equal("\"0\"", emptied.JoinRef);
        Assert.DoesNotContain(watcher.Messages.Skip(emptied.Place), m => m.Event == "presence_diff");

        await Task.WhenAll(others[120..].Select(client => client.DisposeAsync().AsTask()));
        var list = await watcher.MessageAsync(m => m.Event == "presence_state" && m.Payload.EnumerateObject().Any(), "the list again", count.Place);
        Assert.InRange(list.Payload.EnumerateObject().Count(), 121, 149);
        await watcher.MessageAsync(m => m.Event is "presence_count" && Watching(m) < 150, "a count that needs no list beside it any more", count.Place);
        await Task.WhenAll(others[..120].Select(client => client.DisposeAsync().AsTask()));
        Assert.All(others[..5], client => Assert.DoesNotContain(client.Messages, m => m.Event.StartsWith("presence", StringComparison.Ordinal)));
    }

    private static long Watching(PhoenixMessage count) => count.Payload.GetProperty("watching").GetInt64();

    private async Task<PhoenixClient> MemberAsync(int number, string presence)
    {
        var client = await PhoenixClient.ConnectAsync(node.Process);
        await client.PushAsync("realtime:crowd", "phx_join", "0", "0", $$"""{"key":"user-{{number}}","presence":"{{presence}}"}""");
        await client.ReplyAsync("realtime:crowd", "0");
        return client;
    }
}
