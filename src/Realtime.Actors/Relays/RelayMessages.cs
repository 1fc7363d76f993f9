using Akka.Actor;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>Relay to its parent: no channel is left here.</summary>
internal sealed record RelayEmpty(TopicKey Topic) : INoSerializationVerificationNeeded;

/// <summary>Parent to relay: stop, if there is still no channel.</summary>
internal sealed record StopRelay : INoSerializationVerificationNeeded
{
    public static readonly StopRelay Instance = new();
}

/// <summary>Relay to itself, behind all frames that have come by then: what has gathered goes out.</summary>
internal sealed record HandOut : INoSerializationVerificationNeeded, Akka.Event.IDeadLetterSuppression
{
    public static readonly HandOut Instance = new();
}

/// <summary>Relay to its parent: a join came first, I go on.</summary>
internal sealed record RelayGoesOn(TopicKey Topic) : INoSerializationVerificationNeeded;

/// <summary>To the parent, and by it to each relay: answer with <see cref="OwnerKnown"/> once the topic's owner has answered this node's subscription.</summary>
public sealed record TellWhenOwned : INoSerializationVerificationNeeded
{
    /// <summary>The one instance.</summary>
    public static readonly TellWhenOwned Instance = new();
}

/// <summary>The answer: of one relay, or of the parent for all of them.</summary>
public sealed record OwnerKnown : INoSerializationVerificationNeeded, Akka.Event.IDeadLetterSuppression
{
    /// <summary>The one instance.</summary>
    public static readonly OwnerKnown Instance = new();
}

/// <summary>To the parent: a relay has ended.</summary>
internal sealed record RelayGone(TopicKey Topic, IActorRef Relay) : INoSerializationVerificationNeeded;
