using Akka.Actor;
using Akka.Cluster;
using Realtime.Actors.Presence;

namespace Realtime.Actors.Serialization;

/// <summary>Presence as Protobuf. Replicas compare digests of these bytes: the same content must always give the same.</summary>
internal static class PresenceWire
{
    public static Wire.PresenceBucket ToWire(PresenceBucket bucket)
    {
        var wire = new Wire.PresenceBucket();
        foreach (var of in bucket.Nodes)
        {
            var node = new Wire.NodeTopics { Address = of.Node.Address.ToString(), Uid = of.Node.Uid, Version = of.Version };
            node.Topics.AddRange(of.Topics);
            wire.Nodes.Add(node);
        }

        return wire;
    }

    public static PresenceBucket FromWire(Wire.PresenceBucket wire) =>
        new([.. wire.Nodes.Select(node => new NodeTopics(new UniqueAddress(Address.Parse(node.Address), node.Uid), node.Version, [.. node.Topics]))]);
}
