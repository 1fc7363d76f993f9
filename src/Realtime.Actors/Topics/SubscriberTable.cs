using Akka.Actor;

namespace Realtime.Actors.Topics;

/// <summary>The nodes that watch a topic, as its supervisor knows them: one relay each, held by a lease.</summary>
public sealed class SubscriberTable
{
    /// <summary>
    /// How long a subscription holds; a relay renews it every 90 s. It may be long, because departures of nodes and farewells of relays are told: it only ends what nobody told of, whose watchers are
    /// listed until then.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly Dictionary<long, Entry> _byNode = [];

    /// <summary>One node's subscription.</summary>
    public readonly record struct Entry(IActorRef Relay, long Generation, TimeSpan Expires, bool Hidden = false, bool WantsDeltas = false);

    /// <summary>Nodes subscribed.</summary>
    public int Count => _byNode.Count;

    /// <summary>Whether nodes are subscribed, all of them with hidden tabs only.</summary>
    public bool AllHidden => _byNode.Count > 0 && _byNode.Values.All(entry => entry.Hidden);

    /// <summary>The relays to send to.</summary>
    public IEnumerable<KeyValuePair<long, Entry>> Entries => _byNode;

    /// <summary>Whether some node takes changes instead of whole results.</summary>
    public bool WantsDeltas => _byNode.Values.Any(entry => entry.WantsDeltas);

    /// <summary>Whether a node is subscribed.</summary>
    public bool Has(long nodeUid) => _byNode.ContainsKey(nodeUid);

    /// <summary>A node's subscription. False: it has none.</summary>
    public bool TryGet(long nodeUid, out Entry entry) => _byNode.TryGetValue(nodeUid, out entry);

    /// <summary>Takes a subscription unless a later incarnation of that node's relay has one. <paramref name="expires"/>: on the monotonic clock.</summary>
    public bool Put(long nodeUid, IActorRef relay, long generation, TimeSpan expires, bool hidden = false, bool wantsDeltas = false)
    {
        if (_byNode.TryGetValue(nodeUid, out var entry) && entry.Generation > generation) return false;
        _byNode[nodeUid] = new Entry(relay, generation, expires, hidden, wantsDeltas);
        return true;
    }

    /// <summary>Ends a subscription, if it is of that very generation: an old worker cannot end a new one.</summary>
    public bool Remove(long nodeUid, long generation) =>
        _byNode.TryGetValue(nodeUid, out var entry) && entry.Generation == generation && _byNode.Remove(nodeUid);

    /// <summary>Ends the subscription of a node that is gone. True: it had one.</summary>
    public bool Remove(long nodeUid) => _byNode.Remove(nodeUid);

    /// <summary>Drops the subscriptions whose lease ran out before <paramref name="now"/>. True: there were some.</summary>
    public bool Expire(TimeSpan now)
    {
        var before = _byNode.Count;
        foreach (var (node, entry) in _byNode)
        {
            if (entry.Expires < now) _byNode.Remove(node);
        }

        return _byNode.Count < before;
    }
}
