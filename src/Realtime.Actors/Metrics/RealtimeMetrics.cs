using System.Diagnostics;
using System.Diagnostics.Metrics;
using Realtime.Actors.Connections;
using Realtime.Actors.Polling;
using Realtime.Actors.Zombies;

namespace Realtime.Actors.Metrics;

/// <summary>
/// Every instrument of the product, named and with units after OpenTelemetry. No tag holds a topic: there are as many as clients think of. What happens once
/// per delivery is added up without tags, all else is counted once per poll, statement, broadcast or join.
/// </summary>
public sealed class RealtimeMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Realtime";

    private static readonly InstrumentAdvice<double> Seconds = Buckets([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);

    /// <summary>A broadcast to one browser takes microseconds.</summary>
    private static readonly InstrumentAdvice<double> ShortSeconds = Buckets([0.00001, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]);

    private static readonly InstrumentAdvice<int> Topics5000 = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000] };

    private static readonly string[] Outcomes = ["changed", "unchanged", "failed", "skipped"];

    private readonly SentTally _sent = new();
    private readonly Counter<long> _polls;
    private readonly Histogram<double> _pollDuration;
    private readonly Histogram<double> _tickLateness;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _batchDuration;
    private readonly Counter<long> _statementFailures;
    private readonly ObservableCounter<long> _framesSent;
    private readonly ObservableCounter<long> _bytesSent;
    private readonly Histogram<double> _fanOutDuration;
    private readonly Counter<long> _outboxDrops;
    private readonly Histogram<double> _joinDuration;
    private readonly Counter<long> _tokensRefused;
    private readonly Counter<long> _limitsMet;
    private readonly Histogram<double> _presenceConvergence;
    private readonly Counter<long> _failovers;
    private readonly Counter<long> _zombiesFound;
    private readonly Counter<long> _zombiesHealed;
    private readonly Counter<long> _actorRestarts;
    private readonly Counter<long> _deadLetters;
    private readonly Histogram<double> _timerLag;
    private readonly Histogram<double> _threadPoolLag;

    /// <param name="meters">Makes the meter <see cref="MeterName"/>.</param>
    public RealtimeMetrics(IMeterFactory meters)
        : this(meters.Create(MeterName))
    {
    }

    internal RealtimeMetrics(Meter meter)
    {
        Level("realtime.connections", Connections, "{connection}", "WebSockets open on this node.");
        Level("realtime.channels", Channels, "{channel}", "Topics joined on this node's WebSockets, each join counted.");
        Level("realtime.topics", Topics, "{topic}", "Topics that this node runs.");
        Level("realtime.relays", Relays, "{relay}", "Topics that this node's browsers watch.");
        Level("realtime.watchers", Watchers, "{watcher}", "Watchers in the whole cluster, as the owners of topics know them, of the topics that this node runs.");
        _polls = meter.CreateCounter<long>("realtime.polls", "{poll}", "Polls of one data set of one topic that ended, or were skipped because the one before still ran.");
        _pollDuration = Times("realtime.poll.duration", "From a beat until its result is there, waiting for the batch and for a free lane included.");
        _tickLateness = Times("realtime.tick.lateness", "How long after its due time a beat began.");
        _batchSize = meter.CreateHistogram("realtime.batch.size", "{topic}", "Topics in one statement.", tags: null, Topics5000);
        _batchDuration = Times("realtime.batch.duration", "How long the store took for one statement, also one that failed.");
        _statementFailures = meter.CreateCounter<long>("realtime.statement.failures", "{statement}", "Statements that failed, the parts of a batch that was divided included.");
        _framesSent = meter.CreateObservableCounter("realtime.frames.sent", () => _sent.Frames, "{frame}", "Messages given to browsers' sockets, replies included.");
        // The unit By becomes part of the name in Prometheus: realtime_sent_bytes_total.
        _bytesSent = meter.CreateObservableCounter("realtime.sent", () => _sent.Bytes, "By", "Their bytes, without what WebSocket and TCP add.");
        _fanOutDuration = Times("realtime.fanout.duration", "From the first to the last browser of this node that got the same frame.", ShortSeconds);
        _outboxDrops = meter.CreateCounter<long>("realtime.outbox.drops", "{frame}", "Frames that found no room in a slow client's outbox; it gets a newer one later.");
        meter.CreateObservableUpDownCounter("realtime.outbox.waiting", () => Outboxes?.Used ?? 0, "By", "What waits in all outboxes of this node.");
        _limitsMet = meter.CreateCounter<long>("realtime.limits.reached", "{refusal}", "Times that a client met a limit, by limit.");
        _tokensRefused = meter.CreateCounter<long>("realtime.tokens.refused", "{token}", "Tokens of clients that did not do, by reason.");
        _joinDuration = Times("realtime.join.duration", "From a join that came until its reply, with all that the node knows of the topic, was sent.", ShortSeconds);
        _presenceConvergence = Times("realtime.presence.convergence", "From a named watcher's join until the owner's roster, which all nodes get at once, came back with it.");
        _failovers = meter.CreateCounter<long>("realtime.failovers", "{topic}", "Topics that this node took over from one that crashed.");
        _zombiesFound = meter.CreateCounter<long>(
            "realtime.zombies.found", "{topic}", "Topics that run unwatched, are watched but run nowhere, or run twice, each counted once when it is sure.");
        _zombiesHealed = meter.CreateCounter<long>("realtime.zombies.healed", "{topic}", "Topics that were found and that a later audit sees in order.");
        _actorRestarts = meter.CreateCounter<long>("realtime.actor.restarts", "{restart}", "Actors that failed and were restarted, or, connections, ended.");
        _deadLetters = meter.CreateCounter<long>("realtime.dead_letters", "{message}", "Messages to actors that were gone, those that may come too late aside.");
        _timerLag = Times("realtime.timer.lag", "How late a timer of the actor system fires and its actor runs, measured once a second.");
        _threadPoolLag = Times("realtime.thread_pool.lag", "How long new work waits for a thread of the pool, measured once a second.", ShortSeconds);

        void Level(string name, Level level, string unit, string text) => meter.CreateObservableUpDownCounter(name, () => level.Value, unit, text);
        Histogram<double> Times(string name, string text, InstrumentAdvice<double>? advice = null) => meter.CreateHistogram(name, "s", text, tags: null, advice ?? Seconds);
    }

    /// <summary>For actors that run without a host: of a meter that nobody listens to.</summary>
    public static RealtimeMetrics Unheard { get; } = new(new Meter(MeterName + ".Unheard"));

    internal Level Connections { get; } = new();

    internal Level Channels { get; } = new();

    internal Level Topics { get; } = new();

    internal Level Relays { get; } = new();

    internal Level Watchers { get; } = new();

    /// <summary>What waits in this node's outboxes; set as its connections start.</summary>
    internal OutboxBudget? Outboxes { get; set; }

    /// <summary>For what is measured from here on; zero where the measurement would be for nobody.</summary>
    internal long FanOutBegins => _fanOutDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Says zero for whatever may happen and has not: of a counter that begins with its first event, Prometheus cannot see that event.</summary>
    internal void StartAtZero(IReadOnlyCollection<string> dataSets)
    {
        foreach (var dataSet in dataSets)
        {
            foreach (var outcome in Outcomes) _polls.Add(0, DataSet(dataSet), new("outcome", outcome));
        }

        foreach (var dataSet in dataSets.Append(MeasuredStore.AsOf))
        {
            foreach (var failure in Enum.GetValues<StoreFailure>()) _statementFailures.Add(0, DataSet(dataSet), new("kind", Word(failure)));
        }

        foreach (var kind in AuditFindings.Kinds)
        {
            _zombiesFound.Add(0, new KeyValuePair<string, object?>("kind", Word(kind)));
            _zombiesHealed.Add(0, new KeyValuePair<string, object?>("kind", Word(kind)));
        }

        foreach (var limit in LimitReached.All) _limitsMet.Add(0, new KeyValuePair<string, object?>("limit", limit));
        foreach (var reason in TokenRefusal.All) _tokensRefused.Add(0, new KeyValuePair<string, object?>("reason", reason));
        foreach (var kind in ActorKind.All) _actorRestarts.Add(0, new KeyValuePair<string, object?>("actor", kind));
        _outboxDrops.Add(0);
        _failovers.Add(0);
        _deadLetters.Add(0);
    }

    /// <summary>A beat of a data set begins, so long after it was due; not negative.</summary>
    internal void BeatBegan(string dataSet, long lateMs) => _tickLateness.Record(Math.Max(0, lateMs) / 1000.0, DataSet(dataSet));

    /// <summary>What came of a beat.</summary>
    internal void PollEnded(PollOutcome outcome)
    {
        _polls.Add(1, DataSet(outcome.DataSet), new("outcome", Word(outcome)));
        if (outcome is not PollSkipped) _pollDuration.Record(outcome.Took.TotalSeconds, DataSet(outcome.DataSet));
    }

    internal void StatementEnded(string dataSet, int topics, TimeSpan took)
    {
        _batchSize.Record(topics, DataSet(dataSet));
        _batchDuration.Record(took.TotalSeconds, DataSet(dataSet));
    }

    internal void StatementFailed(string dataSet, StoreFailure failure) => _statementFailures.Add(1, DataSet(dataSet), new("kind", Word(failure)));

    internal void FannedOut(long began)
    {
        if (began != 0) _fanOutDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Messages were given to a socket.</summary>
    internal void Sent(int frames, long bytes)
    {
        if (_framesSent.Enabled || _bytesSent.Enabled) _sent.Add(frames, bytes);
    }

    /// <summary>A client asked for more than it may.</summary>
    /// <param name="limit">See <see cref="LimitReached"/>.</param>
    public void LimitMet(string limit) => _limitsMet.Add(1, new KeyValuePair<string, object?>("limit", limit));

    /// <summary>A client came with a token that does not do.</summary>
    /// <param name="reason">See <see cref="TokenRefusal"/>.</param>
    public void TokenRefused(string reason) => _tokensRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void FrameDropped() => _outboxDrops.Add(1);

    internal void Joined(Channel channel) => _joinDuration.Record(Stopwatch.GetElapsedTime(channel.Since).TotalSeconds);

    internal void PresenceConverged(TimeSpan took) => _presenceConvergence.Record(took.TotalSeconds);

    internal void TookOver() => _failovers.Add(1);

    /// <summary>What an audit came to. Found minus healed is what is wrong now.</summary>
    internal void Audited(FindingKind kind, FindingCounts counts)
    {
        var tag = new KeyValuePair<string, object?>("kind", Word(kind));
        if (counts.Opened > 0) _zombiesFound.Add(counts.Opened, tag);
        if (counts.Healed > 0) _zombiesHealed.Add(counts.Healed, tag);
    }

    /// <param name="kind">See <see cref="ActorKind"/>.</param>
    internal void ActorRestarted(string kind) => _actorRestarts.Add(1, new KeyValuePair<string, object?>("actor", kind));

    internal void DeadLetter() => _deadLetters.Add(1);

    internal void TimerFired(TimeSpan late) => _timerLag.Record(Math.Max(0, late.TotalSeconds));

    internal void ThreadGiven(TimeSpan after) => _threadPoolLag.Record(after.TotalSeconds);

    private static InstrumentAdvice<double> Buckets(double[] bounds) => new() { HistogramBucketBoundaries = bounds };

    private static KeyValuePair<string, object?> DataSet(string name) => new("data_set", name);

    private static string Word(PollOutcome outcome) => Outcomes[outcome switch
    {
        PollChanged => 0,
        PollUnchanged => 1,
        PollSkipped => 3,
        _ => 2,
    }];

    /// <summary>A kind of failure as metrics and traces name it.</summary>
    internal static string Word(StoreFailure failure) => failure switch
    {
        StoreFailure.Unavailable => "unavailable",
        StoreFailure.Timeout => "timeout",
        _ => "statement",
    };

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Zombie => "zombie",
        FindingKind.Orphan => "orphan",
        _ => "double",
    };
}
