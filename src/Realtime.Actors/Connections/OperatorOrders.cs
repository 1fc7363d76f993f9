using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Realtime.Actors.Connections;

/// <summary>Operator to <see cref="Connections"/>: which are open? Answered with <see cref="OpenConnections"/>.</summary>
internal sealed record TellConnections : INoSerializationVerificationNeeded
{
    public static readonly TellConnections Instance = new();
}

/// <summary>The connections that are open.</summary>
internal sealed record OpenConnections(ImmutableArray<Connection> All) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Operator to a connection: what has your client joined? Answered with <see cref="JoinedTopics"/>.</summary>
internal sealed record TellJoined : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly TellJoined Instance = new();
}

/// <summary>The channels of a connection.</summary>
internal sealed record JoinedTopics(ImmutableArray<Channel> Channels) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
