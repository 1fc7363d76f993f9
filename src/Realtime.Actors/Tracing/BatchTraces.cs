using System.Diagnostics;
using Realtime.Actors.Metrics;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tracing;

/// <summary>
/// The spans <c>batch</c> and <c>statement</c> of one data set. Many traced ticks may share a batch, and a span has one parent: it is the first of them, so that one
/// trace at least shows all from tick to frame as one tree, the way Jaeger and Tempo draw it. The batch links to the other ticks and each of them to the batch: both
/// tools show only links that go out from a span, and whoever looks at one of those ticks must find its statement too. A batch of its own trace, with links only,
/// would have every reader of every tick follow one.
/// </summary>
internal sealed class BatchTraces(string dataSet)
{
    /// <summary>Batches in the store, by what all parts of one share, and how many of its parts are left.</summary>
    private readonly Dictionary<Bisection, (Activity Span, int Parts)> _open = [];

    /// <summary>A batch, or a part of it, goes to the store.</summary>
    /// <param name="batch">Which.</param>
    /// <param name="waited">How long it waited for a free lane.</param>
    /// <returns>The span of the whole batch; null: none of its ticks is traced.</returns>
    public Activity? Began(Batch batch, TimeSpan waited)
    {
        if (batch.Depth > 0) return _open.GetValueOrDefault(batch.Search).Span;
        List<Activity>? ticks = null;
        foreach (var (question, _) in batch.Entries)
        {
            if (question.Trace is { } tick) (ticks ??= []).Add(tick);
        }

        if (ticks is null || RealtimeTracing.Start("batch", ticks[0].Context, links: ticks.Skip(1).Select(t => new ActivityLink(t.Context))) is not { } span) return null;
        foreach (var other in ticks.Skip(1)) other.AddLink(new ActivityLink(span.Context));
        span.SetTag("realtime.data_set", dataSet).SetTag("realtime.tick", batch.Tick).SetTag("realtime.batch.size", batch.Entries.Length)
            .SetTag("realtime.batch.waited", waited.TotalSeconds);
        _open[batch.Search] = (span, 1);
        return span;
    }

    /// <summary>A part failed and is divided into two.</summary>
    public void Divided(Batch batch)
    {
        if (_open.TryGetValue(batch.Search, out var open)) _open[batch.Search] = open with { Parts = open.Parts + 1 };
    }

    /// <summary>A part was answered, refused or given up; with the last one the batch ends.</summary>
    /// <param name="batch">Which part.</param>
    /// <param name="reason">Why it was not answered; null: it was.</param>
    public void Ended(Batch batch, string? reason = null)
    {
        if (!_open.TryGetValue(batch.Search, out var open)) return;
        if (reason is not null) open.Span.SetStatus(ActivityStatusCode.Error, reason);
        if (open.Parts > 1)
        {
            _open[batch.Search] = open with { Parts = open.Parts - 1 };
            return;
        }

        _open.Remove(batch.Search);
        RealtimeTracing.End(open.Span);
    }

    /// <summary>Runs a statement, as a span under its batch if that has one. Its names are those of OpenTelemetry for databases.</summary>
    public static Task<BatchResult> RunAsync(IDataStore store, PollBatch statement, Activity? batch, CancellationToken cancel) =>
        batch is null || RealtimeTracing.Start("statement", batch.Context, ActivityKind.Client) is not { } span
            ? store.RunAsync(statement, cancel)
            : TracedAsync(store, statement, span, cancel);

    private static async Task<BatchResult> TracedAsync(IDataStore store, PollBatch statement, Activity span, CancellationToken cancel)
    {
        span.SetTag("db.system.name", store.SystemName).SetTag("db.query.summary", statement.DataSet.Name);
        // By those rules one operation is no batch.
        if (statement.Keys.Length > 1) span.SetTag("db.operation.batch.size", statement.Keys.Length);
        try
        {
            return await store.RunAsync(statement, cancel).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Never the store's own words, which may hold values: the log has them.
            var trouble = StoreTrouble.Of(e, isAsOf: false);
            span.SetTag("error.type", RealtimeMetrics.Word(trouble.Failure)).SetStatus(ActivityStatusCode.Error, trouble.Reason);
            throw;
        }
        finally
        {
            RealtimeTracing.End(span);
        }
    }
}
