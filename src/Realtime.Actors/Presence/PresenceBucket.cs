using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;
using IClusterMessage = Realtime.Actors.Serialization.IClusterMessage;

namespace Realtime.Actors.Presence;

/// <summary>
/// Which topics of a bucket each node watches, as DistributedData replicates it. Every node has one writer, itself, so a version for each is enough to merge: the newer one holds.
/// What a change sends, the node's part of the bucket, needs no order and may come twice.
/// </summary>
internal sealed class PresenceBucket : IDeltaReplicatedData<PresenceBucket, PresenceBucket>, IReplicatedDelta, IRemovedNodePruning<PresenceBucket>, IClusterMessage, IEquatable<PresenceBucket>
{
    /// <summary>Nobody watches anything.</summary>
    public static readonly PresenceBucket Empty = new([]);

    /// <summary>How far a node that is gone is put ahead of all that it may have said: clocks differ.</summary>
    private const long Ahead = 600_000;

    private readonly PresenceBucket? _delta;

    /// <param name="nodes">In the order of their UIDs.</param>
    public PresenceBucket(ImmutableArray<NodeTopics> nodes) => Nodes = nodes;

    private PresenceBucket(ImmutableArray<NodeTopics> nodes, PresenceBucket delta) => (Nodes, _delta) = (nodes, delta);

    /// <summary>In the order of their UIDs, those without topics included: all replicas encode the same to the same bytes.</summary>
    public ImmutableArray<NodeTopics> Nodes { get; }

    /// <summary>Who modified it, as pruning asks: in time it takes out nodes that are gone.</summary>
    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => [.. Nodes.Select(of => of.Node)];

    /// <summary>What changed since the replicator took it last. Never null: where nothing changed, the replicator would forget what it gathered and has not sent yet.</summary>
    public PresenceBucket Delta => _delta ?? Empty;

    IReplicatedDelta IDeltaReplicatedData.Delta => Delta;

    IDeltaReplicatedData IReplicatedDelta.Zero => Empty;

    /// <summary>The topics of a node, none if it never wrote any.</summary>
    public ImmutableArray<ulong> TopicsOf(long nodeUid) => Find(nodeUid) is { } of ? of.Topics : [];

    /// <summary>A node watches these topics, and no other, of this bucket.</summary>
    /// <param name="node">The node that writes.</param>
    /// <param name="topics">Their hashes.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>This one, if it says so already.</returns>
    public PresenceBucket With(UniqueAddress node, IEnumerable<ulong> topics, long now)
    {
        ImmutableArray<ulong> sorted = [.. topics.Order()];
        var before = Find(node.Uid) ?? new NodeTopics(node, Version: 0, []);
        if (before.Topics.AsSpan().SequenceEqual(sorted.AsSpan())) return this;
        return Changed(new NodeTopics(node, Math.Max(now, before.Version + 1), sorted));
    }

    /// <summary>A node is gone, and what is still on its way from it is older. Should it live, its next word holds again.</summary>
    /// <param name="nodeUid">Which.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>This one, if the node has no topics in it.</returns>
    public PresenceBucket Without(long nodeUid, long now) =>
        Find(nodeUid) is { Topics.IsEmpty: false } of ? Changed(new NodeTopics(of.Node, Math.Max(now, of.Version) + Ahead, [])) : this;

    public PresenceBucket Merge(PresenceBucket other) => Merged(other) is { } nodes ? new PresenceBucket(nodes) : ResetDelta();

    public IReplicatedData Merge(IReplicatedData other) => Merge((PresenceBucket)other);

    public PresenceBucket MergeDelta(PresenceBucket delta) => Merge(delta);

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => Merge((PresenceBucket)delta);

    public PresenceBucket ResetDelta() => _delta is null ? this : new PresenceBucket(Nodes);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    public bool NeedPruningFrom(UniqueAddress removedNode) => Find(removedNode.Uid) is not null;

    public PresenceBucket Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => PruningCleanup(removedNode);

    public PresenceBucket PruningCleanup(UniqueAddress removedNode) => new(Nodes.RemoveAll(of => of.Node.Uid == removedNode.Uid));

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => PruningCleanup(removedNode);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    /// <summary>A node's version tells what it says.</summary>
    public bool Equals(PresenceBucket? other) =>
        other is not null && Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan(), EqualityComparer<NodeTopics>.Create((a, b) => (a.Node.Uid, a.Version) == (b.Node.Uid, b.Version)));

    public override bool Equals(object? obj) => Equals(obj as PresenceBucket);

    public override int GetHashCode() => Nodes.Aggregate(0, (hash, of) => HashCode.Combine(hash, of.Node.Uid, of.Version));

    public override string ToString() => string.Join(", ", Nodes.Select(of => $"{of.Node}: {of.Topics.Length} in {of.Version}"));

    private NodeTopics? Find(long nodeUid)
    {
        foreach (var of in Nodes)
        {
            if (of.Node.Uid == nodeUid) return of;
        }

        return null;
    }

    /// <summary>Gathers what changed since the replicator took it last.</summary>
    private PresenceBucket Changed(NodeTopics of)
    {
        var delta = new PresenceBucket([of]);
        return new(Merged(delta) ?? Nodes, _delta?.Merge(delta) ?? delta);
    }

    /// <summary>Null: the other one knows nothing newer.</summary>
    private ImmutableArray<NodeTopics>? Merged(PresenceBucket other)
    {
        var newer = other.Nodes.RemoveAll(theirs => Find(theirs.Node.Uid) is { } ours && ours.Version >= theirs.Version);
        return newer.IsEmpty ? null : [.. Nodes.Where(ours => newer.All(theirs => theirs.Node.Uid != ours.Node.Uid)).Concat(newer).OrderBy(of => of.Node.Uid)];
    }
}
