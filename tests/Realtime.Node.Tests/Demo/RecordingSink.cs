using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>A store that keeps in memory what players write, and can be out.</summary>
internal sealed class RecordingSink : IViewSink
{
    /// <summary>Whether calls fail.</summary>
    public bool IsOut { get; set; }

    public Dictionary<Guid, View> Stored { get; } = [];

    public List<ViewBatch> Batches { get; } = [];

    public IReadOnlyList<TickRow> History { get; private set; } = [];

    public bool IsDisposed { get; private set; }

    public Task<StoredHistory> BeginAsync(CancellationToken cancel) => IsOut ? Fail<StoredHistory>() : Task.FromResult(StoredHistory.None);

    public Task BackfillAsync(IReadOnlyList<TickRow> history, CancellationToken cancel)
    {
        History = history;
        return Task.CompletedTask;
    }

    public Task WriteAsync(ViewBatch batch, CancellationToken cancel)
    {
        if (IsOut) return Fail<int>();
        Batches.Add(batch);
        if (batch.Replace) Stored.Clear();
        foreach (var view in batch.Views) Stored[view.Id] = view;
        foreach (var id in batch.Ended) Stored.Remove(id);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private static Task<T> Fail<T>() => Task.FromException<T>(new TimeoutException("the store is out"));
}
