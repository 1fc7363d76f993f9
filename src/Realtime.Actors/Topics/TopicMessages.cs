using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Realtime.Protocol;

namespace Realtime.Actors.Topics;

/// <summary>A message that may cross nodes: it is in the serializer and in <c>messages.proto</c>.</summary>
public interface IRealtimeMessage
{
    /// <summary>Whom it concerns.</summary>
    TopicKey Topic { get; }
}

/// <summary>A message for a topic's supervisor, routed by the shard region.</summary>
public interface ITopicMessage : IRealtimeMessage;

/// <summary>What a relay has of a data set: a new owner goes on from there.</summary>
/// <param name="DataSet">Name.</param>
/// <param name="Epoch">Owner that made the frames.</param>
/// <param name="Base">Seq of the last snapshot or delta.</param>
/// <param name="Seq">Seq of the last frame of any kind.</param>
/// <param name="NextDue">When that frame said the next one is due, unix milliseconds.</param>
public sealed record Position(string DataSet, string Epoch, long Base, long Seq, long NextDue);

/// <summary>Relay to supervisor: this node watches the topic. Sent again as a lease, and whenever the owner or who looks may have changed; wins unless older than what the supervisor has.</summary>
/// <param name="Topic">Which topic.</param>
/// <param name="Relay">Where frames go.</param>
/// <param name="NodeUid">The node's incarnation.</param>
/// <param name="Generation">The relay's incarnation on that node.</param>
/// <param name="Positions">What the relay has.</param>
/// <param name="OwnerCrashed">The node that ran the topic crashed, so its beat may be lost: a new owner polls at once.</param>
public sealed record Subscribe(
    TopicKey Topic, IActorRef Relay, long NodeUid, long Generation, ImmutableArray<Position> Positions, bool OwnerCrashed = false) : ITopicMessage
{
    /// <summary>All watchers of that node are hidden tabs.</summary>
    public bool Hidden { get; init; }

    /// <summary>Somebody on that node takes changes instead of whole results.</summary>
    public bool WantsDeltas { get; init; }
}

/// <summary>Relay to supervisor: nobody here watches any more. Acts only on a subscription of the same generation.</summary>
public sealed record Unsubscribe(TopicKey Topic, long NodeUid, long Generation) : ITopicMessage;

/// <summary>Supervisor to relay: subscribed. From here on only frames of this owner count.</summary>
/// <param name="Topic">Which topic.</param>
/// <param name="Owner">The supervisor.</param>
/// <param name="Generation">The relay's incarnation.</param>
/// <param name="Roster">Number of the last update of who watches: a relay that has another one asks for all. Null: this owner keeps no roster.</param>
public sealed record SubscribeAck(TopicKey Topic, IActorRef Owner, long Generation, long? Roster = null) : IRealtimeMessage, IDeadLetterSuppression;

/// <summary>Supervisor to relay: the topic is about to run elsewhere; subscribe again.</summary>
public sealed record TopicMoved(TopicKey Topic) : IRealtimeMessage, IDeadLetterSuppression;

/// <summary>To a node's relays: presence shows this node watching the topic, its supervisor does not know; subscribe again if it is so.</summary>
public sealed record Reassert(TopicKey Topic) : IRealtimeMessage, IDeadLetterSuppression;

/// <summary>Supervisor to relay: one encoded frame.</summary>
/// <param name="Topic">Which topic.</param>
/// <param name="DataSet">Event name.</param>
/// <param name="Header">The envelope, as encoded in the payload.</param>
/// <param name="Base">Seq of the snapshot or delta that the data set stands on after this frame: a relay that has another one missed something.</param>
/// <param name="Payload">The payload as browsers get it, UTF-8 JSON.</param>
/// <param name="TailLength">How many bytes of the payload, before its closing brace, are rows: what a relay keeps for later joins.</param>
public sealed record DataFrame(TopicKey Topic, string DataSet, FrameHeader Header, long Base, ReadOnlyMemory<byte> Payload, int TailLength)
    : IRealtimeMessage, IDeadLetterSuppression
{
    /// <summary>For nodes that want it: what changed, which brings those who stand on its base to the same rows. Null: there is none.</summary>
    public FrameDelta? Delta { get; init; }

    /// <summary>The rows of a snapshot: what follows the envelope.</summary>
    public ReadOnlyMemory<byte> Tail => Payload.Slice(Payload.Length - 1 - TailLength, TailLength);
}

/// <summary>What changed, beside the snapshot of a frame.</summary>
/// <param name="Base">Seq of the snapshot or delta it applies to, of the same epoch.</param>
/// <param name="Payload">The payload as browsers get it, UTF-8 JSON.</param>
/// <param name="TailLength">How many bytes of the payload, before its closing brace, are rows.</param>
public sealed record FrameDelta(long Base, ReadOnlyMemory<byte> Payload, int TailLength)
{
    /// <summary>The rows: what follows the envelope.</summary>
    public ReadOnlyMemory<byte> Tail => Payload.Slice(Payload.Length - 1 - TailLength, TailLength);
}

/// <summary>Stops a topic's supervisor, at passivation and at hand-off; never a PoisonPill, so that no subscriber is lost.</summary>
internal sealed record StopTopic : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly StopTopic Instance = new();
}

/// <summary>Census to supervisor: every node was asked twice and none watches this topic; stop, unless somebody subscribed meanwhile.</summary>
/// <param name="UnwatchedFor">Time since nodes were first asked: subscriptions renewed before that are of relays that are gone.</param>
internal sealed record StopIfUnwatched(TimeSpan UnwatchedFor) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
