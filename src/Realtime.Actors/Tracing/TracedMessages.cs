using System.Diagnostics;
using Realtime.Actors.Polling;
using Realtime.Protocol;

namespace Realtime.Actors.Tracing;

/// <summary>A beat that is traced. A kind of its own, so that those that are not carry nothing for it.</summary>
internal sealed record TracedPoll(PollTick Tick, PollResult? Last, Activity Span) : Poll(Tick, Last)
{
    public override Activity? Trace => Span;
}

/// <summary>A question of a beat that is traced.</summary>
internal sealed record TracedQuestion(TopicKey Key, long Tick, long? Since, bool AtOnce, Activity Span) : StoreQuestion(Key, Tick, Since, AtOnce)
{
    public override Activity? Trace => Span;
}
