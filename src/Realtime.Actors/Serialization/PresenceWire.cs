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
            var node = new Wire.NodeTopics { Host = of.Node.Address.Host, Port = of.Node.Address.Port ?? 0, Uid = of.Node.Uid, Version = of.Version };
            node.Topics.AddRange(of.Topics);
            wire.Nodes.Add(node);
        }

        return wire;
    }

    /// <param name="wire">What came.</param>
    /// <param name="here">This node's address: all members have its protocol and name.</param>
    public static PresenceBucket FromWire(Wire.PresenceBucket wire, Address here) => new([
        .. wire.Nodes.Select(node => new NodeTopics(new UniqueAddress(here.WithHost(node.Host).WithPort(node.Port), node.Uid), node.Version, [.. node.Topics])),
    ]);
}
