using Realtime.Testing;

namespace Realtime.Local.Watching;

/// <summary>Measures how long watchers are without fresh numbers when the owner of their topics goes.</summary>
/// <param name="Watchers">Whose connections stay.</param>
/// <param name="Topics">Those that the member held.</param>
/// <param name="DataSets">Of each topic.</param>
/// <param name="Gone">When the member went.</param>
public sealed record Takeover(IReadOnlyList<Watcher> Watchers, IReadOnlyList<string> Topics, IReadOnlyList<string> DataSets, DateTimeOffset Gone)
{
    /// <summary>Waits until each watcher has a live frame of a new owner for each data set of each of those topics that it watches.</summary>
    /// <returns>The times from the member's end to those frames, the shortest first.</returns>
    public async Task<IReadOnlyList<TimeSpan>> TimesAsync(TimeSpan deadline)
    {
        var owners = Watchers.ToDictionary(w => w, OwnersBefore);
        var missing = Watchers.SelectMany(w => Topics.Intersect(w.Topics).SelectMany(t => DataSets.Select(d => (Watcher: w, Topic: t, DataSet: d)))).ToHashSet();
        var all = missing.Count;
        var times = new List<TimeSpan>(all);
        try
        {
            await Eventually.HoldsAsync(Look, "every topic has a new owner", deadline);
        }
        catch (TimeoutException)
        {
            var last = missing.Take(8).Select(m => $"{m.Watcher.Name} {m.Topic} {m.DataSet}: {m.Watcher.Record.Last(m.Topic, m.DataSet)}");
            throw new TimeoutException($"{missing.Count} of {all} have no live frame of a new owner after {deadline.TotalSeconds:0} s:{Environment.NewLine}{string.Join(Environment.NewLine, last)}");
        }

        return [.. times.Order()];

        bool Look()
        {
            foreach (var watcher in Watchers)
            {
                var before = owners[watcher];
                foreach (var frame in watcher.Record.Since(Gone).Where(f => f.IsLive && f.Epoch is not null && f.Epoch != before.GetValueOrDefault((f.Topic, f.DataSet))))
                {
                    if (missing.Remove((watcher, frame.Topic, frame.DataSet))) times.Add(frame.At - Gone);
                }
            }

            return missing.Count == 0;
        }
    }

    /// <summary>Who sent the last frame before the member went, by its epoch.</summary>
    private Dictionary<(string Topic, string DataSet), string> OwnersBefore(Watcher watcher)
    {
        var owners = new Dictionary<(string, string), string>();
        foreach (var frame in watcher.Record.Frames.Where(f => f.At <= Gone && f.Epoch is not null)) owners[(frame.Topic, frame.DataSet)] = frame.Epoch!;
        return owners;
    }
}
