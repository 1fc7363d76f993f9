using System.Collections.Immutable;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>A store that never answers a statement: no frame, and no missing frame, makes a relay act by itself.</summary>
internal sealed class SilentStore : IDataStore
{
    public Task<StoreTime> AsOfAsync(CancellationToken cancel) => Never<StoreTime>(cancel);

    public Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel) => Never<BatchResult>(cancel);

    public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel) => Never<ImmutableArray<string>>(cancel);

    private static Task<T> Never<T>(CancellationToken cancel) => new TaskCompletionSource<T>().Task.WaitAsync(cancel);
}
