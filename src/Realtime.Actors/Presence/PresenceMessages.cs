using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Realtime.Protocol;

namespace Realtime.Actors.Presence;

/// <summary>Relay to writer: this node watches a topic from now on.</summary>
internal sealed record TopicWatched(TopicKey Topic) : INoSerializationVerificationNeeded;

/// <summary>Relay to writer: this node does not watch a topic any more.</summary>
internal sealed record TopicUnwatched(TopicKey Topic) : INoSerializationVerificationNeeded;

/// <summary>Relays to writer, asked after its restart and every minute: everything this node watches.</summary>
internal sealed record WatchedTopics(ImmutableArray<TopicKey> Topics) : INoSerializationVerificationNeeded;

/// <summary>Writer to relays: what does this node watch?</summary>
internal sealed record TellWatchedTopics : INoSerializationVerificationNeeded
{
    public static readonly TellWatchedTopics Instance = new();
}

/// <summary>Supervisor to index: tell me which nodes watch, now and at each change.</summary>
internal sealed record WatchPresence(TopicKey Topic) : INoSerializationVerificationNeeded;

/// <summary>Supervisor to index: no more.</summary>
internal sealed record UnwatchPresence(TopicKey Topic) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Index to supervisor: the nodes that presence shows watching the topic.</summary>
internal sealed record PresentNodes(ImmutableHashSet<long> NodeUids) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Supervisor to index: these nodes are shown present but never subscribed; let them subscribe again.</summary>
internal sealed record AskToReassert(TopicKey Topic, ImmutableArray<long> NodeUids) : INoSerializationVerificationNeeded;
