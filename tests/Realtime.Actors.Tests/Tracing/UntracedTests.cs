using System.Collections.Immutable;
using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Tracing;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Tracing;

/// <summary>What tracing costs where a tick is not traced: nothing.</summary>
public class UntracedTests
{
    private static readonly PollTick Tick = new(1, 1000, 2000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_tick_that_is_not_traced_allocates_nothing_for_it(double ratio)
    {
        // With a ratio of one but nobody who listens it is the same.
        var traces = new TickTraces(new RealtimeTracing(ratio), new TopicKey("t"), dataSets: 4);
        var outcome = new PollUnchanged("d", Tick, DateTimeOffset.UnixEpoch);
        Run(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (traces.Began(0, "d", Tick, 3) is not null) throw new InvalidOperationException("traced");
                traces.Ended(0, outcome, traces.FrameBegins(0, outcome));
            }
        }
    }

    [Fact]
    public void A_batch_without_a_traced_tick_allocates_nothing_for_it_and_its_statement_is_the_stores_own_task()
    {
        var question = new StoreQuestion(new TopicKey("t"), 1, null, AtOnce: false);
        var batch = new Batch(1, [.. Enumerable.Repeat(new Batch.Entry(question, Akka.Actor.ActorRefs.Nobody), 5_000)], new Bisection(5_000, TimeSpan.FromSeconds(1)), 0, TimeSpan.Zero);
        var traces = new BatchTraces("d");
        Run(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        var store = new OneAnswer();
        Assert.Same(store.Answer, BatchTraces.RunAsync(store, new PollBatch(Results.Table(), ["t"], [], DateTimeOffset.UnixEpoch, ""), batch: null, CancellationToken.None));

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (traces.Began(batch, TimeSpan.Zero) is not null) throw new InvalidOperationException("traced");
                traces.Ended(batch);
            }
        }
    }

    private sealed class OneAnswer : IDataStore
    {
        public Task<BatchResult> Answer { get; } = Task.FromResult(new BatchResult([], ImmutableDictionary<string, ResultRows>.Empty));

        public Task<StoreTime> AsOfAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel) => Answer;

        public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel) => throw new NotSupportedException();
    }
}
