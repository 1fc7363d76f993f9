using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Zombies;

/// <summary>
/// Says which topics run and are watched on its node (one per node, at <c>/user/census</c>), and hands on what the auditor wants done with some of them.
/// Remembers nothing: each message is answered from what the node knows then.
/// </summary>
internal sealed class Census : ReceiveActor
{
    /// <summary>Its name on every node: where the auditor finds it.</summary>
    public const string Name = "census";

    /// <summary>Longer than the auditor waits: an answer after that is for nobody.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly long _nodeUid;
    private readonly ICanTell? _index;
    private readonly ICanTell? _relays;

    /// <param name="nodeUid">This node's incarnation.</param>
    /// <param name="index">Knows the topics that run here; null: the node holds none.</param>
    /// <param name="relays">Knows the topics watched here; null: the node holds no watchers.</param>
    public Census(long nodeUid, ICanTell? index, ICanTell? relays)
    {
        (_nodeUid, _index, _relays) = (nodeUid, index, relays);
        Receive<ICensusMessage>(LookFor);
        Receive<Looked>(looked => looked.Order is AskCensus, OnCensus);
        Receive<Looked>(looked => looked.Order is AskTopicNames, OnNames);
        Receive<Looked>(looked => looked.Order is StopUnwatched, OnStop);
        Receive<Looked>(looked => looked.Order is ReassertWatched, OnReassert);
        // The index or the relays did not answer, so this node has none to give: the auditor waits no longer than it would for a dead node.
        Receive<Status.Failure>(_ => { });
    }

    public static Props Props(long nodeUid, ICanTell? index, ICanTell? relays) => Akka.Actor.Props.Create(() => new Census(nodeUid, index, relays));

    private void LookFor(ICensusMessage order) => LookAsync(order, Sender).PipeTo(Self);

    private async Task<Looked> LookAsync(ICensusMessage order, IActorRef from)
    {
        var running = _index?.Ask<RunningTopics>(TellRunningTopics.Instance, Patience);
        var watched = _relays?.Ask<WatchedTopics>(TellWatchedTopics.Instance, Patience);
        return new Looked(order, from, running is null ? [] : (await running).Supervisors, watched is null ? [] : (await watched).Topics);
    }

    private void OnCensus(Looked looked)
    {
        var census = new NodeCensus(_nodeUid, [.. looked.Running.Select(topic => topic.Key)], [.. looked.Watched.Select(key => key.Hash)]);
        foreach (var part in CensusParts.Of(((AskCensus)looked.Order).Audit, census)) looked.From.Tell(part);
    }

    private static void OnNames(Looked looked)
    {
        var ask = (AskTopicNames)looked.Order;
        // A supervisor's key is its name in the shard, escaped as sharding does it.
        var names = looked.Running.Where(topic => ask.Topics.Contains(topic.Key)).Select(topic => new TopicKey(Uri.UnescapeDataString(topic.Value.Path.Name)))
            .Concat(looked.Watched.Where(key => ask.Topics.Contains(key.Hash)));
        looked.From.Tell(new TopicNames(ask.Audit, [.. names.Distinct()]));
    }

    private static void OnStop(Looked looked)
    {
        var stop = (StopUnwatched)looked.Order;
        var topics = stop.Topics.ToHashSet();
        foreach (var (hash, supervisor) in looked.Running)
        {
            if (topics.Contains(hash)) supervisor.Tell(new StopIfUnwatched(stop.UnwatchedFor));
        }
    }

    private void OnReassert(Looked looked)
    {
        var topics = ((ReassertWatched)looked.Order).Topics.ToHashSet();
        foreach (var key in looked.Watched)
        {
            if (topics.Contains(key.Hash)) _relays!.Tell(new Reassert(key), Self);
        }
    }

    /// <summary>An order, with what the node runs and watches at that moment.</summary>
    private sealed record Looked(
        ICensusMessage Order, IActorRef From, ImmutableArray<KeyValuePair<ulong, IActorRef>> Running, ImmutableArray<TopicKey> Watched)
        : INoSerializationVerificationNeeded;
}
