using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Realtime.Actors.Watchers;

namespace Realtime.Actors.Topics;

/// <summary>Operator to supervisor: who keeps you alive? Answered with <see cref="TopicDescription"/>.</summary>
internal sealed record DescribeTopic : INoSerializationVerificationNeeded
{
    public static readonly DescribeTopic Instance = new();
}

/// <summary>Operator to supervisor: begin anew. Its subscribers are handed to the next incarnation, as at any hand-over.</summary>
internal sealed record KickTopic : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly KickTopic Instance = new();
}

/// <summary>One node that is subscribed to a topic.</summary>
/// <param name="NodeUid">Its incarnation.</param>
/// <param name="Generation">Its relay's incarnation.</param>
/// <param name="Watchers">Channels there, as it last reported.</param>
/// <param name="Hidden">All of them in hidden tabs.</param>
/// <param name="LeaseLeft">How long the subscription holds without being renewed.</param>
internal sealed record SubscribedNode(long NodeUid, long Generation, long Watchers, bool Hidden, TimeSpan LeaseLeft);

/// <summary>Who watches a topic and why it runs, as its supervisor knows.</summary>
/// <param name="Nodes">The table.</param>
/// <param name="Present">Nodes that presence shows; null: it has not answered yet.</param>
/// <param name="LingerLeft">How long it still goes on unwatched; null: it does not linger.</param>
/// <param name="Named">Watchers that gave a name.</param>
internal sealed record TopicDescription(
    ImmutableArray<SubscribedNode> Nodes, ImmutableHashSet<long>? Present, TimeSpan? LingerLeft, ImmutableArray<Protocol.Watcher> Named)
    : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static TopicDescription Of(SubscriberTable table, TopicRoster roster, ImmutableHashSet<long>? present, Linger linger, TimeSpan now)
    {
        var watchers = roster.ByNode.ToDictionary();
        return new TopicDescription(
            [.. table.Entries.Select(e => new SubscribedNode(
                e.Key, e.Value.Generation, watchers.GetValueOrDefault(e.Key), e.Value.Hidden, e.Value.Expires - now))],
            present, linger.Left(now), [.. roster.Named]);
    }

    /// <summary>What keeps it running, in words.</summary>
    public string WhyAlive => (Nodes.Length, Present, LingerLeft) switch
    {
        ( > 0, _, _) => $"{Nodes.Length} {(Nodes.Length == 1 ? "node is" : "nodes are")} subscribed",
        (_, null, _) => "presence has not said yet whether anybody watches",
        (_, { IsEmpty: false }, _) => $"presence shows {Present.Count} {(Present.Count == 1 ? "node" : "nodes")} watching that did not subscribe; they are asked to",
        (_, _, { } left) => $"nobody watches: it lingers {Math.Max(0, left.TotalSeconds):0.0} s more",
        _ => "nothing: it is about to stop",
    };
}
