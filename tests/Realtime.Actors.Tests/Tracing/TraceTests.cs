using System.Diagnostics;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Node;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Tracing;

namespace Realtime.Actors.Tests.Tracing;

/// <summary>The traces of a running node's polls.</summary>
[Collection(NodeCollection.Name)]
public sealed class TraceTests(RunningNode untraced)
{
    [Fact]
    public async Task One_trace_leads_from_a_tick_over_batch_and_statement_to_its_frame()
    {
        using var spans = new Spans();
        var node = new RunningNode(new RealtimeTracing(1));
        await node.InitializeAsync();
        try
        {
            var browser = await node.ConnectAsync();
            browser.Join("traced");
            await Eventually.TrueAsync(() => spans.Named("tick").Any(t => Of(t, "two") && t.GetTagItem("realtime.outcome") is "changed"), "a first tick ended");
            var tick = spans.Named("tick").First(t => Of(t, "two") && t.GetTagItem("realtime.outcome") is "changed");
            Assert.Equal(default, tick.ParentSpanId);
            Assert.Equal("traced", tick.GetTagItem("realtime.topic"));
            Assert.IsType<long>(tick.GetTagItem("realtime.tick"));
            Assert.InRange(Assert.IsType<double>(tick.GetTagItem("realtime.tick.lateness")), 0, 60);

            await Eventually.TrueAsync(() => spans.Under(tick).Length == 2, "batch and frame ended");
            var batch = Assert.Single(spans.Under(tick), s => s.OperationName == "batch");
            Assert.Equal(("two", 1), (batch.GetTagItem("realtime.data_set"), batch.GetTagItem("realtime.batch.size")));
            var statement = Assert.Single(spans.Under(batch));
            Assert.Equal(("statement", ActivityKind.Client), (statement.OperationName, statement.Kind));
            Assert.Equal(("other_sql", "two"), (statement.GetTagItem("db.system.name"), statement.GetTagItem("db.query.summary")));
            Assert.Null(statement.GetTagItem("db.operation.batch.size"));
            var frame = Assert.Single(spans.Under(tick), s => s.OperationName == "frame");
            Assert.Equal(("snapshot", 1), (frame.GetTagItem("realtime.frame.kind"), frame.GetTagItem("realtime.frame.nodes")));
            var seq = frame.GetTagItem("realtime.frame.seq");
            await Eventually.TrueAsync(() => browser.Received.Any(text => text.Contains($"\"seq\":{seq},", StringComparison.Ordinal)), "the frame that the span names has come");
            Assert.True((int)frame.GetTagItem("realtime.frame.bytes")! > 50);

            // Each span lies within the one above it.
            foreach (var (inner, outer) in (ReadOnlySpan<(Activity, Activity)>)[(batch, tick), (statement, batch), (frame, tick)])
            {
                Assert.True(inner.StartTimeUtc >= outer.StartTimeUtc && inner.StartTimeUtc + inner.Duration <= outer.StartTimeUtc + outer.Duration + TimeSpan.FromMilliseconds(1));
            }
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Ticks_that_share_a_batch_are_its_parent_and_its_links_and_link_to_it()
    {
        using var spans = new Spans();
        var node = new RunningNode(new RealtimeTracing(1));
        await node.InitializeAsync();
        try
        {
            var browser = await node.ConnectAsync();
            foreach (var key in (string[])["a", "b", "c", "d", "e", "f", "g", "h", "i"]) browser.Join(key);
            await Eventually.TrueAsync(() => spans.Named("batch").Any(b => b.GetTagItem("realtime.batch.size") is > 1), "topics share a batch");
            var batch = spans.Named("batch").First(b => b.GetTagItem("realtime.batch.size") is > 1);
            var size = (int)batch.GetTagItem("realtime.batch.size")!;
            Assert.Equal(size - 1, batch.Links.Count());
            await Eventually.TrueAsync(() => batch.Links.All(l => spans.Named("tick").Any(t => t.SpanId == l.Context.SpanId)), "all its ticks ended");
            var others = spans.Named("tick").Where(t => batch.Links.Any(l => l.Context.SpanId == t.SpanId)).ToArray();
            Assert.Equal(size, others.Append(spans.Named("tick").Single(t => t.SpanId == batch.ParentSpanId)).Select(t => t.GetTagItem("realtime.topic")).Distinct().Count());
            Assert.All(others, tick => Assert.Equal(batch.Context, Assert.Single(tick.Links).Context));
            Assert.All(others, tick => Assert.NotEqual(batch.TraceId, tick.TraceId));
            Assert.Equal(size, Assert.Single(spans.Under(batch)).GetTagItem("db.operation.batch.size"));
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_failed_statement_shows_in_all_of_its_trace_without_the_stores_words()
    {
        using var spans = new Spans();
        var node = new RunningNode(new RealtimeTracing(1));
        node.Store.Answer = (_, _) => Task.FromException<BatchResult>(new StoreException(StoreFailure.Statement, "secret words"));
        await node.InitializeAsync();
        try
        {
            (await node.ConnectAsync()).Join("failing");
            await Eventually.TrueAsync(() => spans.Named("tick").Length > 0, "a tick ended");
            var tick = spans.Named("tick")[0];
            var batch = Assert.Single(spans.Under(tick), s => s.OperationName == "batch");
            var statement = Assert.Single(spans.Under(batch));
            Assert.All([tick, batch, statement], s => Assert.Equal(ActivityStatusCode.Error, s.Status));
            Assert.Equal(("failed", "statement"), (tick.GetTagItem("realtime.outcome"), statement.GetTagItem("error.type")));
            Assert.All(spans.All, s => Assert.DoesNotContain("secret", s.StatusDescription ?? ""));
            Assert.All(spans.All, s => Assert.DoesNotContain(s.TagObjects, t => t.Value is string text && text.Contains("secret", StringComparison.Ordinal)));
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task With_ratio_zero_nothing_is_traced_whoever_listens()
    {
        using var spans = new Spans();
        var browser = await untraced.ConnectAsync();
        var join = browser.Join("untraced");
        await Eventually.TrueAsync(() => browser.WasAnswered(join) && browser.HasSnapshot("untraced", "one") && browser.HasSnapshot("untraced", "four"), "it is polled");
        browser.Disconnect();
        Assert.Empty(spans.All);
    }

    [Fact]
    public void A_ratio_is_the_part_of_ticks_that_is_traced()
    {
        using var spans = new Spans();
        var tracing = new RealtimeTracing(0.25);
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => tracing.Samples), 2_000, 3_000);
    }

    private static bool Of(Activity tick, string dataSet) => tick.GetTagItem("realtime.data_set") is string name && name == dataSet;
}
