using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Support;

/// <summary>A store that answers what the test says and remembers every statement.</summary>
internal sealed class ScriptedStore(ITimeProvider time) : IDataStore
{
    private readonly Lock _gate = new();
    private readonly List<PollBatch> _statements = [];
    private int _asOfQuestions;

    /// <summary>What a statement gives; one row for each topic by default.</summary>
    public Func<PollBatch, CancellationToken, Task<BatchResult>> Answer { get; set; } = (batch, _) => Task.FromResult(Rows(batch, "1"));

    /// <summary>What the as-of question gives; the scheduler's own time by default.</summary>
    public Func<Task<StoreTime>>? AsOf { get; set; }

    /// <summary>Is told a <see cref="StatementSeen"/> for each statement, before its answer.</summary>
    public IActorRef Witness { get; set; } = ActorRefs.Nobody;

    public ImmutableArray<PollBatch> Statements
    {
        get { lock (_gate) return [.. _statements]; }
    }

    public int AsOfQuestions => Volatile.Read(ref _asOfQuestions);

    public static BatchResult Rows(PollBatch batch, string value) => new(
        ["value"], batch.Keys.ToDictionary(key => key, _ => Results.Rows($"[{value}]", batch.DataSet.HasWindow ? batch.AsOf.ToUnixTimeMilliseconds() : null)));

    public Task<StoreTime> AsOfAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref _asOfQuestions);
        return AsOf?.Invoke() ?? Task.FromResult(new StoreTime(time.Now, time.Now));
    }

    public Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel)
    {
        lock (_gate) _statements.Add(batch);
        Witness.Tell(new StatementSeen(batch));
        return Answer(batch, cancel);
    }

    public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel) => Task.FromResult(ImmutableArray<string>.Empty);
}

/// <summary>To a witness: the store got a statement.</summary>
internal sealed record StatementSeen(PollBatch Batch) : INoSerializationVerificationNeeded;
