using System.Diagnostics;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Node;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Tracing;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Tracing;

/// <summary>How ticks end that do not end as they should; beside no other test, since who listens hears the whole process.</summary>
[Collection(NodeCollection.Name)]
public sealed class TickTracesTests : IDisposable
{
    private readonly Spans _spans = new();
    private readonly TickTraces _traces = new(new RealtimeTracing(1), new TopicKey("t"), dataSets: 1);

    public void Dispose() => _spans.Dispose();

    [Fact]
    public void A_beat_that_meets_one_under_way_has_no_span_and_ends_none()
    {
        Assert.NotNull(Begin(1));
        Assert.Null(Begin(2));
        _traces.Ended(0, new PollSkipped("d", Tick(2)));
        Assert.Empty(_spans.All);
        _traces.Ended(0, Unchanged(1));
        Assert.Equal("unchanged", Assert.Single(_spans.All).GetTagItem("realtime.outcome"));
    }

    [Fact]
    public void A_tick_that_nobody_answered_ends_as_lost_with_the_next_one_that_is_answered()
    {
        Begin(1);
        _traces.Ended(0, Unchanged(5));
        var lost = Assert.Single(_spans.All);
        Assert.Equal(("lost", ActivityStatusCode.Error), (lost.GetTagItem("realtime.outcome"), lost.Status));
        Assert.NotNull(Begin(6));
    }

    [Fact]
    public void An_outcome_of_an_earlier_tick_ends_none_and_its_frame_is_none_of_it()
    {
        Begin(2);
        Assert.Null(_traces.FrameBegins(0, Unchanged(1)));
        _traces.Ended(0, Unchanged(1));
        Assert.Empty(_spans.All);
    }

    [Fact]
    public void A_batch_that_is_divided_is_one_span_with_a_statement_for_each_part_and_ends_with_the_last()
    {
        var span = Begin(1)!;
        var entries = Enumerable.Range(0, 4).Select(i => new Batch.Entry(new TracedQuestion(new TopicKey($"t{i}"), 1, null, false, span), Akka.Actor.ActorRefs.Nobody));
        var whole = new Batch(1, [.. entries], new Bisection(4, TimeSpan.FromSeconds(1)), 0, TimeSpan.Zero);
        var traces = new BatchTraces("d");
        var batch = traces.Began(whole, TimeSpan.Zero);
        Assert.NotNull(batch);
        traces.Divided(whole);
        var halves = whole.Halves();
        Assert.All(halves, half => Assert.Same(batch, traces.Began(half, TimeSpan.Zero)));
        traces.Ended(halves[0], "store timeout");
        Assert.Empty(_spans.Named("batch"));
        traces.Ended(halves[1]);
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(_spans.Named("batch")).Status);
    }

    [Fact]
    public void What_is_current_on_a_thread_stays_current_and_is_nobodys_parent()
    {
        using var ambient = new Activity("request").Start();
        var span = Begin(1)!;
        Assert.Same(ambient, Activity.Current);
        Assert.NotEqual(ambient.TraceId, span.TraceId);
        _traces.Ended(0, Unchanged(1));
        Assert.Same(ambient, Activity.Current);
    }

    private static PollTick Tick(long number) => new(number, number * 1000, (number + 1) * 1000);

    private static PollUnchanged Unchanged(long number) => new("d", Tick(number), DateTimeOffset.UnixEpoch);

    private Activity? Begin(long number) => _traces.Began(0, "d", Tick(number), lateMs: 0);
}
