using Akka.Event;
using Realtime.Actors.Serialization;

namespace Realtime.Actors.Membership;

/// <summary>Pulse to pulse: do you hear me? Answered only by who counts the sender as a member.</summary>
/// <param name="NodeUid">The sender's incarnation.</param>
/// <param name="SentAt">The sender's monotonic clock, in ticks of 100 ns; means nothing to anybody else.</param>
public sealed record Ping(long NodeUid, long SentAt) : IClusterMessage, IDeadLetterSuppression;

/// <summary>The answer to a <see cref="Ping"/>.</summary>
/// <param name="NodeUid">The answering node's incarnation.</param>
/// <param name="PingedBy">The ping's sender: a successor on the same address takes no answer that was not for it.</param>
/// <param name="SentAt">The ping's own.</param>
public sealed record Pong(long NodeUid, long PingedBy, long SentAt) : IClusterMessage, IDeadLetterSuppression;
