using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.TestKit.Xunit2;
using Realtime.Actors.Presence;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Node;

/// <summary>From a browser's join to the store and back, over real sharding and real DistributedData.</summary>
[Collection(NodeCollection.Name)]
public class NodeTests(RunningNode node)
{
    private static readonly string[] DataSets = ["one", "two", "three", "four"];

    [Fact]
    public async Task A_joined_topic_shows_all_its_data_sets_and_passivates_after_the_last_leave()
    {
        var browser = await node.ConnectAsync();
        browser.Join("life");
        await Eventually.TrueAsync(() => DataSets.All(name => browser.HasSnapshot("life", name)), "four snapshots");
        Assert.Contains("\"phx_reply\"", browser.Received[0], StringComparison.Ordinal);
        Assert.Contains("life", await node.RunningTopicsAsync());

        browser.Leave("life");
        await Eventually.TrueAsync(async () => !(await node.RunningTopicsAsync()).Contains("life"), "the topic passivates");
        // What was gathered as the topic ended is still asked; a beat of another topic later nothing of it can be under way.
        browser.Join("other");
        await Eventually.TrueAsync(() => FramesOf("other") > 1, "another topic beats");
        var asked = node.Store.Statements.Count(statement => statement.Keys.Contains("life"));
        var frames = FramesOf("other");
        await Eventually.TrueAsync(() => FramesOf("other") > frames + 2, "other beats pass");
        Assert.Equal(asked, node.Store.Statements.Count(statement => statement.Keys.Contains("life")));
        browser.Disconnect();

        int FramesOf(string key) => browser.Received.Count(text => text.Contains($"\"realtime:{key}\",\"one\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_linger_is_cancelled_by_a_join_that_comes_back()
    {
        var browser = await node.ConnectAsync();
        browser.Join("linger");
        await Eventually.TrueAsync(() => DataSets.All(name => browser.HasSnapshot("linger", name)), "four snapshots");
        var epoch = Epoch(browser.Received);

        browser.Leave("linger");
        var from = browser.Received.Length;
        browser.Join("linger");
        await Eventually.TrueAsync(() => DataSets.All(name => browser.HasSnapshot("linger", name, from)), "four snapshots again");

        Assert.Equal(epoch, Epoch(browser.Received));
        browser.Disconnect();
    }

    /// <summary>
    /// Topics end all the time, a few hundred milliseconds after the last of their watchers left, while joins and leaves go on: many joins meet a relay
    /// that stops, a supervisor that was told to, or a shard that waits for its end.
    /// </summary>
    [Fact]
    public async Task Of_500_joins_that_race_against_passivation_none_is_lost()
    {
        var random = new Random(500);
        var browsers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.ConnectAsync()));
        for (var round = 0; round < 50; round++)
        {
            // Each round: every browser joins a topic of its own or one it shares, sees data, and leaves; rounds begin around the end of the lingers.
            var keys = browsers.Select((_, i) => i % 2 == 0 ? $"race-{i}" : $"race-shared-{i / 4}").ToArray();
            var joins = browsers.Select((browser, i) => (Browser: browser, Key: keys[i], From: browser.Received.Length, Ref: browser.Join(keys[i]))).ToArray();
            await Eventually.TrueAsync(() => joins.All(join => join.Browser.WasAnswered(join.Ref)), $"every join of round {round} is answered");
            await Eventually.TrueAsync(
                () => joins.All(join => DataSets.All(name => join.Browser.HasSnapshot(join.Key, name, join.From))), $"every join of round {round} shows data");
            foreach (var (browser, key, _, _) in joins) browser.Leave(key);
            await Task.Delay(random.Next(0, 2) == 0 ? 0 : (int)RunningNode.Linger.TotalMilliseconds + random.Next(-60, 60));
        }

        foreach (var browser in browsers) browser.Disconnect();
        await Eventually.TrueAsync(async () => !(await node.RunningTopicsAsync()).Any(key => key.StartsWith("race", StringComparison.Ordinal)), "all passivate");
    }

    [Fact]
    public async Task Presence_shows_this_node_while_it_watches_and_nobody_after()
    {
        // Not disposed: that would end the node, which is shared.
        var kit = new TestKit(node.System);
        var topic = new TopicKey("presence-only");
        var replicator = DistributedData.Get(node.System).Replicator;
        var cluster = Cluster.Get(node.System);
        var index = node.System.ActorOf(PresenceIndex.Props(replicator, cluster));
        var writer = node.System.ActorOf(PresenceWriter.Props(replicator, cluster.SelfUniqueAddress, () => 1));
        var supervisor = kit.CreateTestProbe();
        var wait = TimeSpan.FromSeconds(20);

        index.Tell(new WatchPresence(topic), supervisor);
        Assert.Empty((await supervisor.ExpectMsgAsync<PresentNodes>(wait)).NodeUids);
        writer.Tell(new TopicWatched(topic));
        Assert.Equal([(long)cluster.SelfUniqueAddress.Uid], (await supervisor.ExpectMsgAsync<PresentNodes>(wait)).NodeUids.ToArray());
        writer.Tell(new TopicUnwatched(topic));
        Assert.Empty((await supervisor.ExpectMsgAsync<PresentNodes>(wait)).NodeUids);

        // Reconciled with what the relays really watch: a topic that nobody told about is written, one that went unnoticed is taken out.
        writer.Tell(new WatchedTopics([topic]));
        Assert.Single((await supervisor.ExpectMsgAsync<PresentNodes>(wait)).NodeUids);
        writer.Tell(new WatchedTopics([]));
        Assert.Empty((await supervisor.ExpectMsgAsync<PresentNodes>(wait)).NodeUids);
        node.System.Stop(index);
        node.System.Stop(writer);
    }

    private static string Epoch(string[] received)
    {
        var last = received.Last(text => text.Contains("\"epoch\":\"", StringComparison.Ordinal));
        var at = last.IndexOf("\"epoch\":\"", StringComparison.Ordinal) + 9;
        return last[at..(at + 8)];
    }
}
