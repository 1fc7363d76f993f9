using Realtime.Testing;

namespace Realtime.Local.Watching;

/// <summary>Measures how long watchers are without fresh numbers when the owner of their topics goes.</summary>
/// <param name="Watchers">Whose connections stay.</param>
/// <param name="Topics">Those that the member held.</param>
/// <param name="DataSets">Of each topic.</param>
/// <param name="Gone">When the member went.</param>
public sealed record Takeover(IReadOnlyList<Watcher> Watchers, IReadOnlyList<string> Topics, IReadOnlyList<string> DataSets, DateTimeOffset Gone)
{
    /// <summary>Waits until each watcher has a live frame of a new owner for each topic and data set.</summary>
    /// <returns>The times from the member's end to those frames, the shortest first.</returns>
    public async Task<IReadOnlyList<TimeSpan>> TimesAsync(TimeSpan deadline)
    {
        try
        {
            await Eventually.HoldsAsync(() => Pairs().All(p => FirstOfNewOwner(p.Watcher, p.Topic, p.DataSet) is not null), "every topic has a new owner", deadline);
        }
        catch (TimeoutException)
        {
            var missing = Pairs().Where(p => FirstOfNewOwner(p.Watcher, p.Topic, p.DataSet) is null).Select(p => $"{p.Watcher.Name} {p.Topic} {p.DataSet}: {p.Watcher.Record.Last(p.Topic, p.DataSet)}").ToList();
            throw new TimeoutException($"{missing.Count} of {Pairs().Count()} have no live frame of a new owner after {deadline.TotalSeconds:0} s:{Environment.NewLine}{string.Join(Environment.NewLine, missing.Take(8))}");
        }

        return [.. Pairs().Select(p => FirstOfNewOwner(p.Watcher, p.Topic, p.DataSet)!.At - Gone).Order()];
    }

    private IEnumerable<(Watcher Watcher, string Topic, string DataSet)> Pairs() =>
        from watcher in Watchers from topic in Topics from dataSet in DataSets select (watcher, topic, dataSet);

    private Frame? FirstOfNewOwner(Watcher watcher, string topic, string dataSet)
    {
        var frames = watcher.Record.Frames.Where(f => f.Topic == topic && f.DataSet == dataSet).ToList();
        var before = frames.LastOrDefault(f => f.At <= Gone && f.Epoch is not null)?.Epoch;
        return frames.FirstOrDefault(f => f.At > Gone && f.IsLive && f.Epoch is not null && f.Epoch != before);
    }
}
