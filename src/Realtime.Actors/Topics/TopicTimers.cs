using Akka.Actor;
using Akka.Event;

namespace Realtime.Actors.Topics;

/// <summary>Timer to supervisors: a beat of some data set is due.</summary>
/// <param name="At">When, in milliseconds of the monotonic clock: what is not waited for any more counts for nothing.</param>
internal sealed record BeatDue(long At) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Supervisor to itself: whoever knows where the topic goes on was waited for long enough.</summary>
internal sealed record OpeningEnds : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly OpeningEnds Instance = new();
}

/// <summary>Supervisor to itself: the poll under way was waited for long enough.</summary>
internal sealed record HandOverEnds : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly HandOverEnds Instance = new();
}

/// <summary>Supervisor to itself: a linger may be over.</summary>
internal sealed record LingerEnded : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly LingerEnded Instance = new();
}
