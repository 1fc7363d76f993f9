using Realtime.Local;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests.Scenarios;

/// <summary>Who watches, seen from three nodes of which one is killed.</summary>
public sealed class PresenceTests(ClusterFixture fixture, ITestOutputHelper output) : Scenario(fixture, output)
{
    /// <summary>10 s are meant; only five times that fails, since a busy machine may take its time.</summary>
    private static readonly TimeSpan LeaveBound = TimeSpan.FromSeconds(50);

    [PostgresFact]
    public async Task The_people_of_a_killed_node_leave_and_nobody_else_is_ever_seen_to_leave()
    {
        var topics = NewTopics(9);
        var people = await Task.WhenAll(Cluster.Nodes.Take(3).Select(async node => (Node: node, Client: await JoinAsync(node, topics))));
        await SeenAsync(people.Select(p => p.Client), topics, [.. people.Select(p => p.Node.Name)]);
        var victim = people.Last(p => p.Node != Cluster.Coordinator);
        var stayers = people.Where(p => p != victim).ToArray();
        Say($"killing {victim.Node.Name}, which holds {Log.Hosts(topics).Count(host => host.Value == victim.Node.Name)} of {topics.Length} topics");

        var gone = Now;
        await victim.Node.KillAsync();
        await SeenAsync(stayers.Select(p => p.Client), topics, [.. stayers.Select(p => p.Node.Name)]);
        var after = Now - gone;
        Say($"its people have left every list {after.TotalSeconds:0.0} s after the kill");
        Assert.InRange(after, TimeSpan.Zero, LeaveBound);

        var left = stayers.SelectMany(p => p.Client.Messages)
            .Where(m => m.Event == "presence_diff")
            .SelectMany(m => m.Payload.GetProperty("leaves").EnumerateObject().Select(user => user.Name));
        None("people who stayed and were seen to leave", [.. left.Where(key => key != victim.Node.Name)]);
        var states = stayers.SelectMany(p => p.Client.Messages).Count(m => m.Event == "presence_state");
        Assert.Equal(stayers.Length * topics.Length, states);
        await victim.Client.DisposeAsync();
        foreach (var (_, client) in stayers) await client.DisposeAsync();
    }

    private static async Task<PhoenixClient> JoinAsync(Member node, IEnumerable<string> topics)
    {
        var client = await PhoenixClient.ConnectAsync(node.HttpPort);
        foreach (var topic in topics)
        {
            await client.PushAsync($"realtime:{topic}", "phx_join", topic, topic, $$"""{"key":"{{node.Name}}"}""");
            await client.ReplyAsync($"realtime:{topic}", topic);
        }

        return client;
    }

    private static Task SeenAsync(IEnumerable<PhoenixClient> clients, string[] topics, string[] keys) => Eventually.HoldsAsync(
        () => clients.All(client => topics.All(topic => Shown(client, topic).SetEquals(keys))), $"{string.Join(", ", keys)} in every list", LeaveBound * 2);

    /// <summary>The keys that a client's list of a topic shows.</summary>
    private static HashSet<string> Shown(PhoenixClient client, string topic)
    {
        var shown = new Dictionary<string, string>();
        foreach (var message in client.Messages.Where(m => m.Topic == $"realtime:{topic}" && m.Event.StartsWith("presence_", StringComparison.Ordinal)))
        {
            if (message.Event == "presence_state") shown = Tabs(message.Payload).ToDictionary();
            if (message.Event != "presence_diff") continue;
            foreach (var (phxRef, key) in Tabs(message.Payload.GetProperty("joins"))) shown[phxRef] = key;
            foreach (var (phxRef, _) in Tabs(message.Payload.GetProperty("leaves"))) shown.Remove(phxRef);
        }

        return [.. shown.Values];
    }

    private static IEnumerable<KeyValuePair<string, string>> Tabs(System.Text.Json.JsonElement users) => users.EnumerateObject().SelectMany(user =>
        user.Value.GetProperty("metas").EnumerateArray().Select(meta => KeyValuePair.Create(meta.GetProperty("phx_ref").GetString()!, user.Name)));
}
