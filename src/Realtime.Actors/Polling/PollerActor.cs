using Akka.Actor;
using Realtime.Actors.Metrics;
using Realtime.Actors.Tracing;
using Realtime.Protocol;

namespace Realtime.Actors.Polling;

/// <summary>
/// Polls one data set of one topic: at each beat it asks the batcher and tells its supervisor what came of it. Never two in flight: a beat that meets
/// one under way is skipped, and said. It keeps nothing that a restart could lose: clock and last result come with the beat.
/// </summary>
internal sealed class PollerActor : UntypedActor
{
    private readonly TopicKey _key;
    private readonly DataSet _dataSet;
    private readonly IActorRef _batcher;
    private readonly long _lostAfterMs;
    private readonly RealtimeMetrics _metrics;
    /// <summary>The beat under way and what it compares with; its message is not kept, since each new object that an old one points to is one more for the collector to look at.</summary>
    private PollTick? _inFlight;
    private PollResult? _last;
    private TimeSpan _since;

    /// <param name="key">Topic.</param>
    /// <param name="dataSet">Which data set.</param>
    /// <param name="batcher">The node's batcher of this data set.</param>
    /// <param name="lostAfter">A question without any answer for this long is taken for lost (the batcher restarted).</param>
    /// <param name="metrics">Counts what came of each beat.</param>
    public PollerActor(TopicKey key, DataSet dataSet, IActorRef batcher, TimeSpan lostAfter, RealtimeMetrics metrics)
    {
        _metrics = metrics;
        _key = key;
        _dataSet = dataSet;
        _batcher = batcher;
        _lostAfterMs = (long)lostAfter.TotalMilliseconds;
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(TopicKey key, DataSet dataSet, IActorRef batcher, TimeSpan lostAfter, RealtimeMetrics? metrics = null) =>
        LightProps.Create(() => new PollerActor(key, dataSet, batcher, lostAfter, metrics ?? RealtimeMetrics.Unheard));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StoreAnswer answer: OnAnswer(answer); break;
            case Poll beat: OnBeat(beat); break;
            case StoreRefusal refusal: OnRefusal(refusal); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
        var tick = (message as Poll)?.Tick ?? _inFlight;
        if (tick is { } t) Tell(new PollFailed(_dataSet.Name, t, "poller crashed") { Crashed = true });
        base.PreRestart(reason, message);
    }

    private void OnBeat(Poll beat)
    {
        if (_inFlight is { } before && beat.Tick.Seq - before.Seq < _lostAfterMs)
        {
            Tell(new PollSkipped(_dataSet.Name, beat.Tick));
            return;
        }

        (_inFlight, _last, _since) = (beat.Tick, beat.Last, Now);
        var since = _dataSet.HasWindow ? beat.Last?.Rows.LastTime : null;
        var atOnce = beat.Last is null;
        _batcher.Tell(beat.Trace is { } span
            ? new TracedQuestion(_key, beat.Tick.Tick, since, atOnce, span)
            : new StoreQuestion(_key, beat.Tick.Tick, since, atOnce));
    }

    private void OnAnswer(StoreAnswer answer)
    {
        if (_inFlight is not { } tick || tick.Tick != answer.Tick) return;
        var result = new PollResult(answer.Columns, Windowed(answer));
        var (rows, share, took) = (answer.Rows.Count, answer.StoreShare, Now - _since);
        PollOutcome outcome = _last is { } last && ResultDiff.Same(_dataSet.Kind, last, result)
            ? new PollUnchanged(_dataSet.Name, tick, answer.AsOf) { Pace = answer.Pace, Rows = rows, StoreShare = share, Took = took }
            : new PollChanged(_dataSet.Name, tick, answer.AsOf, result) { Pace = answer.Pace, Rows = rows, StoreShare = share, Took = took };
        // Only now: a crash on the way is told of the beat in flight.
        Ended();
        Tell(outcome);
    }

    private void OnRefusal(StoreRefusal refusal)
    {
        if (_inFlight is not { } tick || tick.Tick != refusal.Tick) return;
        Ended();
        Tell(new PollFailed(_dataSet.Name, tick, refusal.Reason) { Pace = refusal.Pace, Took = Now - _since });
    }

    private void Ended() => (_inFlight, _last) = (null, null);

    private void Tell(PollOutcome outcome)
    {
        _metrics.PollEnded(outcome);
        Context.Parent.Tell(outcome);
    }

    private ResultRows Windowed(StoreAnswer answer) =>
        _dataSet.HasWindow
            ? ResultDiff.Append(_last?.Rows ?? ResultRows.Empty, answer.Rows, (answer.AsOf - _dataSet.Window).ToUnixTimeMilliseconds())
            : answer.Rows;
}
