using System.Diagnostics;
using Realtime.Actors.Polling;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tracing;

/// <summary>The spans <c>tick</c> and <c>frame</c> of one topic: from a beat until its frame is encoded. Here the topic may be named, as it may in no metric.</summary>
internal sealed class TickTraces(RealtimeTracing tracing, TopicKey topic, int dataSets)
{
    /// <summary>What is under way of each data set; made with the first tick that is traced.</summary>
    private (Activity Span, long Seq)[]? _ticks;

    /// <summary>A beat begins. Null: it is not traced, or the traced one before it is still under way.</summary>
    public Activity? Began(int index, string dataSet, PollTick tick, long lateMs)
    {
        if (!tracing.Samples || _ticks?[index].Span is not null || RealtimeTracing.Start("tick") is not { } span) return null;
        span.SetTag("realtime.topic", topic.Value).SetTag("realtime.data_set", dataSet).SetTag("realtime.tick", tick.Tick).SetTag("realtime.tick.lateness", lateMs / 1000.0);
        (_ticks ??= new (Activity, long)[dataSets])[index] = (span, tick.Seq);
        return span;
    }

    /// <summary>The frame of an outcome is about to be made. Null: its tick is not traced.</summary>
    public Activity? FrameBegins(int index, PollOutcome outcome) =>
        _ticks?[index] is { Span: { } span } tick && tick.Seq == outcome.Tick.Seq ? RealtimeTracing.Start("frame", span.Context) : null;

    /// <summary>A beat ended.</summary>
    /// <param name="index">Of which data set.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="framing">What <see cref="FrameBegins"/> gave.</param>
    /// <param name="frame">Its frame; null: none.</param>
    /// <param name="nodes">How many nodes get it.</param>
    public void Ended(int index, PollOutcome outcome, Activity? framing = null, DataFrame? frame = null, int nodes = 0)
    {
        if (framing is not null) EndFrame(framing, frame, nodes);
        if (_ticks?[index] is not { Span: { } span } tick || tick.Seq > outcome.Tick.Seq) return;
        var lost = tick.Seq < outcome.Tick.Seq;
        // A skipped beat tells nothing of the one before: that is still under way.
        if (lost && outcome is PollSkipped) return;
        span.SetTag("realtime.outcome", lost ? "lost" : Word(outcome));
        if (lost) span.SetStatus(ActivityStatusCode.Error, "nobody answered");
        else if (outcome is PollFailed failed) span.SetStatus(ActivityStatusCode.Error, failed.Reason);
        RealtimeTracing.End(span);
        _ticks[index] = default;
    }

    private static void EndFrame(Activity span, DataFrame? frame, int nodes)
    {
        if (frame is not null)
        {
            span.SetTag("realtime.frame.kind", frame.Header.Kind == FrameKind.Snapshot ? "snapshot" : "progress").SetTag("realtime.frame.seq", frame.Header.Seq)
                .SetTag("realtime.frame.bytes", frame.Payload.Length).SetTag("realtime.frame.nodes", nodes);
        }

        RealtimeTracing.End(span);
    }

    private static string Word(PollOutcome outcome) => outcome switch
    {
        PollChanged => "changed",
        PollUnchanged => "unchanged",
        PollSkipped => "skipped",
        _ => "failed",
    };
}
