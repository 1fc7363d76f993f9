using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Realtime.Actors.Polling;

namespace Realtime.Bench.Product;

/// <summary>A store that answers at once, so that whatever is measured is not its: one row for each topic, the same for all, which differs at each poll when the data set's name begins with <c>changing</c>.</summary>
internal sealed class InstantStore : IDataStore
{
    private static readonly ImmutableArray<string> Columns = ["id", "value"];
    private long _polls;

    public string SystemName => "instant";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Task<StoreTime> AsOfAsync(CancellationToken cancel) => Task.FromResult(new StoreTime(Now, Now));

    public Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel)
    {
        var value = batch.DataSet.Name.StartsWith("changing", StringComparison.Ordinal) ? Interlocked.Increment(ref _polls) : 0;
        var builder = new ResultRowsBuilder();
        builder.Row(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[1,{value}]")));
        var rows = builder.Build();
        return Task.FromResult(new BatchResult(Columns, batch.Keys.ToDictionary(key => key, _ => rows, StringComparer.Ordinal)));
    }

    public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel) => Task.FromResult(ImmutableArray<string>.Empty);
}
