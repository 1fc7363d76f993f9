using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Membership;
using Realtime.Actors.Tracing;
using Realtime.Protocol;

namespace Realtime.Actors.Polling;

/// <summary>
/// Turns the due polls of many topics into one statement per tick (one batcher per node and data set). A failed batch is divided until the bad topic is
/// alone; topics that failed alone run in a lane of their own. Statements in flight are bounded; what waits is bounded by one question per topic.
/// </summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which cancels _stopping; a cancelled source without a timer holds nothing to free
internal sealed class QueryBatcher : ReceiveActor, IWithTimers
{
    private readonly DataSet _dataSet;
    private readonly IDataStore _store;
    private readonly AsOfClock _asOf;
    private readonly PollingSettings _settings;
    private readonly string _node;
    private readonly ILogger _log;
    private readonly IPollPermit _permit;
    private readonly StoreState _state;
    private readonly Dictionary<long, Gathering> _gathering = [];
    private readonly Queue<Batch> _waiting = [];
    private readonly Queue<TopicKey> _waitingAlone = [];
    private readonly Dictionary<TopicKey, Batch> _alone = [];
    private readonly Isolation _isolation = new();
    private readonly Pace _pace;
    private readonly BatchTraces _traces;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Batch> _running = new(ReferenceEqualityComparer.Instance);
    private Batch? _runningAlone;

    public QueryBatcher(DataSet dataSet, IDataStore store, AsOfClock asOf, PollingSettings settings, string node, ILogger log, IPollPermit? permit = null, StoreState? state = null)
    {
        (_dataSet, _store, _asOf, _settings, _node, _log) = (dataSet, store, asOf, settings, node, log);
        _permit = permit ?? AlwaysGranted.Instance;
        _state = state ?? new StoreState([dataSet.Name]);
        _pace = new Pace(settings.Interval);
        _traces = new BatchTraces(dataSet.Name);
        Receive<StoreQuestion>(OnQuestion);
        Receive<GatherEnded>(OnGatherEnded);
        Receive<BatchAnswered>(OnAnswered);
        Receive<BatchFailed>(OnFailed);
        Receive<BatchForbidden>(OnForbidden);
    }

    public static Props Props(
        DataSet dataSet, IDataStore store, AsOfClock asOf, PollingSettings settings, string node, ILogger log, IPollPermit? permit = null, StoreState? state = null) =>
        Akka.Actor.Props.Create(() => new QueryBatcher(dataSet, store, asOf, settings, node, log, permit, state));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop() => _stopping.Cancel();

    private void OnQuestion(StoreQuestion question)
    {
        var entry = new Batch.Entry(question, Sender);
        if (_isolation.Holds(question.Key))
        {
            // One place per topic: whoever asks again gave up the question before.
            if (!_alone.ContainsKey(question.Key)) _waitingAlone.Enqueue(question.Key);
            _alone[question.Key] = NewBatch(question.Tick, [entry]);
            StartNext();
            return;
        }

        if (!_gathering.TryGetValue(question.Tick, out var gathering))
        {
            _gathering[question.Tick] = gathering = new Gathering(Now, isAwaited: question.AtOnce);
            Timers.StartSingleTimer(question.Tick, new GatherEnded(question.Tick), gathering.First);
        }

        gathering.Add(entry, Now);
    }

    private void OnGatherEnded(GatherEnded ended)
    {
        if (!_gathering.TryGetValue(ended.Tick, out var gathering)) return;
        if (gathering.More(Now) is var more && more > TimeSpan.Zero)
        {
            Timers.StartSingleTimer(ended.Tick, ended, more);
            return;
        }

        _gathering.Remove(ended.Tick);
        foreach (var part in gathering.Entries.Values.Chunk(_settings.BatchSize)) _waiting.Enqueue(NewBatch(ended.Tick, [.. part]));
        StartNext();
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private Batch NewBatch(long tick, ImmutableArray<Batch.Entry> entries) => new(tick, entries, new Bisection(entries.Length, _settings.Timeout), Depth: 0, Now);

    private void StartNext()
    {
        while (_running.Count < _settings.Concurrency && _waiting.TryDequeue(out var batch))
        {
            // Nobody waits for it any more, its pollers asked again: a store that cannot keep up is not given more to do for it.
            if (Now - batch.Since >= _settings.LostAfter)
            {
                Judge(() => _pace.CutOff(batch.Tick, Now - batch.Since));
                _traces.Ended(batch, "given up");
                continue;
            }

            _running.Add(batch);
            Start(batch);
        }

        if (_runningAlone is null && _waitingAlone.TryDequeue(out var key) && _alone.Remove(key, out var alone)) Start(_runningAlone = alone);
    }

    private void Start(Batch batch)
    {
        var scheduler = Context.System.Scheduler;
        RunAsync(batch, scheduler, _traces.Began(batch, Now - batch.Since), _stopping.Token).PipeTo(Self, success: done => done, failure: e => new BatchFailed(batch, e));
    }

    private async Task<object> RunAsync(Batch batch, IScheduler scheduler, Activity? trace, CancellationToken stopping)
    {
        if (!_permit.Granted) return new BatchForbidden(batch);
        var timeout = batch.Search.TimeoutAt(batch.Depth);
        var asOf = await AsOfAsync(scheduler, stopping).ConfigureAwait(false);
        // Once more: the node may have been cut off, or frozen, while it waited.
        if (!_permit.Granted) return new BatchForbidden(batch);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        cancel.CancelAfter(timeout);
        var started = scheduler.MonotonicClock;
        var since = _dataSet.HasWindow ? batch.Entries.Select(e => Instant(e.Question.Since)).ToImmutableArray() : [];
        var comment = string.Create(CultureInfo.InvariantCulture,
            $"realtime {_dataSet.Name} tick={batch.Tick} topics={batch.Entries.Length} try={batch.Depth + 1} node={_node}");
        var keys = batch.Entries.Select(e => e.Question.Key.Value).ToImmutableArray();
        try
        {
            var result = await BatchTraces.RunAsync(_store, new PollBatch(_dataSet, keys, since, asOf, comment), trace, cancel.Token).ConfigureAwait(false);
            return new BatchAnswered(batch, asOf, result, scheduler.MonotonicClock - started, Fast: scheduler.MonotonicClock - started < timeout / 2);
        }
        catch (OperationCanceledException e) when (!stopping.IsCancellationRequested)
        {
            throw new StoreException(StoreFailure.Timeout, $"{_dataSet.Name}: no answer in time, cancelled", e);
        }
    }

    /// <summary>Without the as-of time no statement can run, whatever the topics.</summary>
    private async Task<DateTimeOffset> AsOfAsync(IScheduler scheduler, CancellationToken stopping)
    {
        try
        {
            return await _asOf.AsOfAsync(scheduler).WaitAsync(_settings.Timeout, stopping).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            throw new NoAsOfException(e);
        }
        catch (TimeoutException)
        {
            // Data sets of longer intervals give it more time; this one's next beat comes before that.
            throw new NoAsOfException(new StoreException(StoreFailure.Unavailable, "as-of time: no answer in time"));
        }
    }

    private static DateTimeOffset? Instant(long? unixMs) => unixMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private void OnAnswered(BatchAnswered done)
    {
        if (!Ended(done.Batch, out var isAlone)) return;
        done.Batch.Search.Succeeded();
        _traces.Ended(done.Batch);
        if (!isAlone) StoreLog.Tell(_log, _state.Answered(_dataSet.Name, done.Batch.Since, Now));
        // A part of a divided batch tells how long the search for a bad topic takes, and a topic asked apart tells of itself.
        if (!isAlone && done.Batch.Depth == 0) Judge(() => _pace.Answered(done.Batch.Tick, Now - done.Batch.Since));
        foreach (var (question, poller) in done.Batch.Entries)
        {
            if (isAlone) _isolation.Answered(question.Key, question.Tick, done.Fast);
            var rows = done.Result.Rows.GetValueOrDefault(question.Key.Value, ResultRows.Empty);
            poller.Tell(new StoreAnswer(question.Tick, done.AsOf, done.Result.Columns, rows, _pace.Factor) { StoreShare = done.Took / done.Batch.Entries.Length });
        }

        StartNext();
    }

    private void OnFailed(BatchFailed failed)
    {
        var batch = failed.Batch;
        if (!Ended(batch, out var isAlone)) return;
        // No topic is at fault for a missing as-of time: dividing the batch would only ask for it again.
        var (cause, divisible) = failed.Reason is NoAsOfException { InnerException: { } inner } ? (inner, false) : (failed.Reason, true);
        var trouble = StoreTrouble.Of(cause, isAsOf: !divisible);
        if (cause is not (StoreException or OperationCanceledException)) PollingLog.Bug(_log, _dataSet.Name, cause);
        if (divisible && batch.Search.Divide(trouble.Failure, batch.Entries.Length, batch.Depth))
        {
            _traces.Divided(batch);
            foreach (var half in batch.Halves()) _waiting.Enqueue(half);
        }
        else
        {
            Refuse(batch, trouble, isAlone);
        }

        StartNext();
    }

    /// <summary>Another node may ask the store these questions by now. No statement ran, so nothing is said of the store.</summary>
    private void OnForbidden(BatchForbidden forbidden)
    {
        if (!Ended(forbidden.Batch, out _)) return;
        _traces.Ended(forbidden.Batch, "forbidden");
        foreach (var (question, poller) in forbidden.Batch.Entries) poller.Tell(new StoreRefusal(question.Tick, "this node may be cut off from the cluster", _pace.Factor));
        StartNext();
    }

    private void Refuse(Batch batch, StoreTrouble trouble, bool isAlone)
    {
        _traces.Ended(batch, trouble.Reason);
        var key = batch.Entries[0].Question.Key;
        if (isAlone)
        {
            // Failed once more: its answers in a row begin anew, and it is not forgotten.
            _isolation.Add(key, batch.Tick);
        }
        else if (batch.Search.Isolates(trouble.Failure, batch.Entries.Length))
        {
            _isolation.Add(key, batch.Tick);
            PollingLog.Isolated(_log, key.Value, _dataSet.Name, trouble.ErrorId, trouble.Text);
        }
        else
        {
            StoreLog.Tell(_log, _state.Failed(_dataSet.Name, trouble, batch.Since, Now));
        }

        if (trouble.Failure == StoreFailure.Timeout && !isAlone && !batch.Search.AnySucceeded) Judge(() => _pace.CutOff(batch.Tick, Now - batch.Since));
        var pace = trouble.Failure == StoreFailure.Unavailable ? 1 : _pace.Factor;
        foreach (var (question, poller) in batch.Entries) poller.Tell(new StoreRefusal(question.Tick, trouble.Reason, pace));
    }

    /// <summary>Topics learn a new pace with their answers: each keeps the beat that was announced, and tells the next one.</summary>
    private void Judge(Action judge)
    {
        var before = _pace.Factor;
        judge();
        if (_pace.Factor > before) PollingLog.Slower(_log, _dataSet.Name, Tempo.Text(_settings.Interval * _pace.Factor));
        else if (_pace.Factor < before) PollingLog.Faster(_log, _dataSet.Name, Tempo.Text(_settings.Interval * _pace.Factor));
    }

    /// <summary>False: a statement of the incarnation before a restart, which counts for nothing here.</summary>
    private bool Ended(Batch batch, out bool isAlone)
    {
        isAlone = ReferenceEquals(_runningAlone, batch);
        if (!isAlone) return _running.Remove(batch);
        _runningAlone = null;
        return true;
    }

    private sealed class NoAsOfException(StoreException cause) : Exception(cause.Message, cause);

    private sealed record GatherEnded(long Tick) : INoSerializationVerificationNeeded;

    private sealed record BatchAnswered(Batch Batch, DateTimeOffset AsOf, BatchResult Result, TimeSpan Took, bool Fast) : INoSerializationVerificationNeeded;

    private sealed record BatchForbidden(Batch Batch) : INoSerializationVerificationNeeded;

    private sealed record BatchFailed(Batch Batch, Exception Reason) : INoSerializationVerificationNeeded;
}
