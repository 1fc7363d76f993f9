namespace Realtime.Actors.Zombies;

/// <summary>One topic on one node: what an audit finds. That node runs it, or watches it.</summary>
/// <param name="Topic">The hash of its key.</param>
/// <param name="Node">The node's incarnation.</param>
internal readonly record struct TopicAt(ulong Topic, long Node);
