using System.Collections.Immutable;
using Akka.Event;
using Realtime.Actors.Serialization;
using Realtime.Protocol;

namespace Realtime.Actors.Zombies;

/// <summary>What the auditor and the nodes' censuses say to each other. Topics travel as hashes: 8 bytes each, whatever their keys.</summary>
internal interface ICensusMessage : IClusterMessage, IDeadLetterSuppression;

/// <summary>Auditor to census: what runs and what is watched on your node?</summary>
/// <param name="Audit">Number of the audit: answers to an earlier one do not count.</param>
internal sealed record AskCensus(long Audit) : ICensusMessage;

/// <summary>Census to auditor: part of the answer.</summary>
/// <param name="Audit">As asked.</param>
/// <param name="NodeUid">Whose answer it is.</param>
/// <param name="Part">Counted from zero.</param>
/// <param name="Parts">How many there are.</param>
/// <param name="Running">Topics that run there.</param>
/// <param name="Watched">Topics watched there.</param>
internal sealed record CensusPart(long Audit, long NodeUid, int Part, int Parts, ImmutableArray<ulong> Running, ImmutableArray<ulong> Watched) : ICensusMessage;

/// <summary>Auditor to census: these run on your node and nobody watches them; stop them, if they see it likewise.</summary>
/// <param name="Topics">Which.</param>
/// <param name="UnwatchedFor">For how long nobody has been watching, at least.</param>
internal sealed record StopUnwatched(ImmutableArray<ulong> Topics, TimeSpan UnwatchedFor) : ICensusMessage;

/// <summary>Auditor to census: these are watched on your node and nobody runs them; let their relays subscribe again.</summary>
internal sealed record ReassertWatched(ImmutableArray<ulong> Topics) : ICensusMessage;

/// <summary>Auditor to census: what are these called? A few, for the log.</summary>
internal sealed record AskTopicNames(long Audit, ImmutableArray<ulong> Topics) : ICensusMessage;

/// <summary>Census to auditor: those of the asked topics that run or are watched there.</summary>
internal sealed record TopicNames(long Audit, ImmutableArray<TopicKey> Topics) : ICensusMessage;
