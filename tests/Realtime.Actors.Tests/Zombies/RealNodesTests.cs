using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Metrics;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;
using Realtime.Testing;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>Real time and real sharding: nothing else may run beside it.</summary>
[CollectionDefinition(nameof(AuditedRealNodes), DisableParallelization = true)]
public sealed class AuditedRealNodes;

/// <summary>On real nodes, what the audit finds is put right.</summary>
[Collection(nameof(AuditedRealNodes))]
public sealed class RealNodesTests
{
    private static readonly TopicKey Key = new("zömbie of a/b");

    [Fact]
    public async Task A_topic_that_runs_for_a_relay_that_is_gone_is_stopped()
    {
        using var log = new KeptLog();
        using var counts = new KeptCounts(OfTheNode);
        await using var node = await StartedNode.StartAsync(log);

        node.Region.Tell(new Subscribe(Key, ActorRefs.Nobody, NodeUid: 4711, Generation: 1, []));
        await Eventually.HoldsAsync(async () => await node.SupervisorAsync(Key) is not null, "the topic runs");

        // Its lease lasts five minutes and its linger 10 minutes: nobody but the auditor stops it before.
        await Eventually.HoldsAsync(async () => await node.SupervisorAsync(Key) is null, "the zombie is stopped");
        await Eventually.HoldsAsync(() => counts["realtime.zombies.healed/zombie"] == 1, "it is counted as healed");
        Assert.Equal(1, counts["realtime.zombies.found/zombie"]);
        await Eventually.HoldsAsync(() => log.Of(2201).Any(line => line.Contains(Key.Value, StringComparison.Ordinal)), "the log names it");
        Assert.Empty(log.Of(2203));
    }

    [Fact]
    public async Task A_watched_topic_whose_owner_knows_of_no_subscription_is_subscribed_to_again()
    {
        using var log = new KeptLog();
        using var counts = new KeptCounts(OfTheNode);
        await using var node = await StartedNode.StartAsync(log);

        node.System.ActorSelection("/user/relays").Tell(Join());
        await Eventually.HoldsAsync(() => node.IsWatchedAsync(Key), "the topic is watched");
        await Eventually.HoldsAsync(async () => await node.SupervisorAsync(Key) is not null, "the topic runs");
        var first = (await node.SupervisorAsync(Key))!;
        // Audits this frequent may have caught the first subscription under way.
        await Eventually.HoldsAsync(() => counts["realtime.zombies.found/orphan"] == counts["realtime.zombies.healed/orphan"], "nothing is wrong");
        var healed = counts["realtime.zombies.healed/orphan"];

        // Gone without a word: its relay was acknowledged, waits for a first frame, and would subscribe anew only to renew its lease.
        first.Tell(PoisonPill.Instance);
        await Eventually.HoldsAsync(async () => await node.SupervisorAsync(Key) is { } now && !now.Equals(first), "the topic runs again");
        await Eventually.HoldsAsync(() => counts["realtime.zombies.healed/orphan"] > healed, "it is counted as healed");
        await Eventually.HoldsAsync(() => log.Of(2202).Any(line => line.Contains(Key.Value, StringComparison.Ordinal)), "the log names it");
    }

    [Fact]
    public async Task An_audit_reaches_over_nodes()
    {
        using var log = new KeptLog();
        await using var topics = await StartedNode.StartAsync(log, [MembershipSettings.TopicRole], seed: null);
        await using var edge = await StartedNode.StartAsync(log, [MembershipSettings.EdgeRole], topics);
        await Eventually.HoldsAsync(() => Cluster.Get(topics.System).State.Members.Count(m => m.Status == MemberStatus.Up) == 2, "both are up");

        edge.Region.Tell(new Subscribe(Key, ActorRefs.Nobody, NodeUid: 4711, Generation: 1, []));
        await Eventually.HoldsAsync(async () => await topics.SupervisorAsync(Key) is not null, "the topic runs");
        await Eventually.HoldsAsync(async () => await topics.SupervisorAsync(Key) is null, "the edge node watches nothing, the zombie is stopped");

        edge.System.ActorSelection("/user/relays").Tell(Join());
        await Eventually.HoldsAsync(async () => await topics.SupervisorAsync(Key) is not null, "the topic runs for a watcher");
        (await topics.SupervisorAsync(Key))!.Tell(PoisonPill.Instance);
        await Eventually.HoldsAsync(() => log.Of(2202).Any(line => line.Contains(Key.Value, StringComparison.Ordinal)), "the edge node named the orphan");
        await Eventually.HoldsAsync(async () => await topics.SupervisorAsync(Key) is not null, "the topic runs again");
        Assert.Empty(log.Of(2203));
    }

    private static JoinTopic Join()
    {
        var reference = "\"1\""u8.ToArray();
        var channel = new Channel(Key, reference, MessageWriter.Token(Key.Topic), new Outbox(new HeldCarrier(), new OutboxLimits()), ActorRefs.Nobody);
        return new JoinTopic(channel, reference, Replaces: null);
    }

    private static bool OfTheNode(Instrument instrument) => instrument.Meter.Name == RealtimeMetrics.MeterName && instrument.Name.StartsWith("realtime.zombies.", StringComparison.Ordinal);
}
