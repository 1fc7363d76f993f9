using System.Collections.Immutable;
using Akka.Event;
using Realtime.Actors.Serialization;

namespace Realtime.Actors.Operations;

/// <summary>An operator's question, or order, to one member.</summary>
/// <param name="Name">Which of the member's queries; a member that does not know it says so.</param>
/// <param name="Arguments">What the query needs.</param>
public sealed record NodeQuestion(string Name, ImmutableDictionary<string, string> Arguments) : IClusterMessage, IDeadLetterSuppression;

/// <summary>What the member says.</summary>
/// <param name="Rows">JSON objects as text. Their fields are for people: new ones come, none is needed to read the others.</param>
/// <param name="Total">How many rows there are, those left out included.</param>
/// <param name="Fault">Why there is no answer; null: there is.</param>
public sealed record NodeAnswer(ImmutableArray<string> Rows, long Total, string? Fault = null) : IClusterMessage, IDeadLetterSuppression;
