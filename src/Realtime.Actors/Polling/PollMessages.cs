using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Realtime.Protocol;

namespace Realtime.Actors.Polling;

/// <summary>Supervisor to poller: a beat is due.</summary>
/// <param name="Tick">Which.</param>
/// <param name="Last">The last good result, to compare with and to append to; null = none.</param>
internal record Poll(PollTick Tick, PollResult? Last) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>The beat's span; null: it is not traced.</summary>
    public virtual Activity? Trace => null;
}

/// <summary>The result of a data set for one topic.</summary>
internal sealed record PollResult(ImmutableArray<string> Columns, ResultRows Rows) : INoSerializationVerificationNeeded;

/// <summary>Poller to supervisor: a beat's outcome.</summary>
internal abstract record PollOutcome(string DataSet, PollTick Tick) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>Polled at every so many slots, as the store's answers ask for; null = nothing new is known.</summary>
    public int? Pace { get; init; }

    /// <summary>From the beat to its result; zero where it was skipped.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>See <see cref="StoreAnswer.StoreShare"/>.</summary>
    public TimeSpan StoreShare { get; init; }

    /// <summary>Rows the store gave.</summary>
    public int Rows { get; init; }
}

/// <summary>The result differs from the last one.</summary>
internal sealed record PollChanged(string DataSet, PollTick Tick, DateTimeOffset AsOf, PollResult Result) : PollOutcome(DataSet, Tick);

/// <summary>The result is the last one again.</summary>
internal sealed record PollUnchanged(string DataSet, PollTick Tick, DateTimeOffset AsOf) : PollOutcome(DataSet, Tick);

/// <summary>The store did not answer.</summary>
/// <param name="DataSet">Which data set.</param>
/// <param name="Tick">Which beat.</param>
/// <param name="Reason">For browsers: never the store's own words.</param>
internal sealed record PollFailed(string DataSet, PollTick Tick, string Reason) : PollOutcome(DataSet, Tick)
{
    /// <summary>Whether it was the poller that failed, and began anew.</summary>
    public bool Crashed { get; init; }
}

/// <summary>The beat was skipped: the one before is still under way.</summary>
internal sealed record PollSkipped(string DataSet, PollTick Tick) : PollOutcome(DataSet, Tick);

/// <summary>Poller to batcher: ask the store. Answered with <see cref="StoreAnswer"/> or <see cref="StoreRefusal"/>.</summary>
/// <param name="Key">Topic.</param>
/// <param name="Tick">Number of the beat: polls of one tick share a statement.</param>
/// <param name="Since">Time of the last point known, unix milliseconds; null = none, or no window.</param>
/// <param name="AtOnce">Whether somebody waits for it (a cold join): the batch closes sooner.</param>
internal record StoreQuestion(TopicKey Key, long Tick, long? Since, bool AtOnce) : INoSerializationVerificationNeeded
{
    /// <summary>The span of the beat that asks; null: it is not traced.</summary>
    public virtual Activity? Trace => null;
}

/// <summary>Batcher to poller: the rows.</summary>
/// <param name="Tick">Of the question.</param>
/// <param name="AsOf">The instant they tell of.</param>
/// <param name="Columns">Their names.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Pace">See <see cref="PollOutcome.Pace"/>.</param>
internal sealed record StoreAnswer(long Tick, DateTimeOffset AsOf, ImmutableArray<string> Columns, ResultRows Rows, int Pace = 1) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>The time of the statement, divided by the topics in it.</summary>
    public TimeSpan StoreShare { get; init; }
}

/// <summary>Batcher to poller: no rows, and why.</summary>
/// <param name="Tick">Of the question.</param>
/// <param name="Reason">For browsers.</param>
/// <param name="Pace">See <see cref="PollOutcome.Pace"/>; 1 where the store is away: it is not slow, and a failure has a back-off of its own.</param>
internal sealed record StoreRefusal(long Tick, string Reason, int Pace = 1) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
