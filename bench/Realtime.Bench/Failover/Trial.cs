using Realtime.Bench.Results;
using Realtime.Local;
using Realtime.Local.Polls;
using Realtime.Local.Watching;

namespace Realtime.Bench.Failover;

/// <summary>What one run of a scenario works with: a whole cluster, watchers that end with the run, and a place for its numbers.</summary>
internal sealed class Trial(LocalCluster cluster, StoreLog log, Run run) : IAsyncDisposable
{
    private readonly Audience _audience = new(cluster);

    /// <summary>The cluster.</summary>
    public LocalCluster Cluster => cluster;

    /// <summary>What its store was asked.</summary>
    public StoreLog Log => log;

    /// <summary>Where numbers go.</summary>
    public Run Run => run;

    /// <summary>All watchers so far.</summary>
    public IReadOnlyList<Watcher> Watchers => _audience.Watchers;

    /// <summary>The clock that the store, the nodes and this program share.</summary>
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>What watchers saw that must never happen.</summary>
    public IReadOnlyList<string> Faults => [.. Watchers.SelectMany(w => w.Record.Faults)];

    /// <summary>One watcher of all topics at each of some nodes.</summary>
    public IReadOnlyList<Watcher> WatchAt(IEnumerable<Member> nodes, IReadOnlyList<string> topics) => [.. nodes.Select(n => _audience.Watch(n, topics))];

    /// <summary>Watchers of all topics at whatever node the proxy gives them.</summary>
    public IReadOnlyList<Watcher> WatchThroughProxy(int count, params IReadOnlyList<string> topics) =>
        [.. Enumerable.Range(0, count).Select(_ => _audience.WatchThroughProxy(topics))];

    /// <summary>Waits until every watcher has every topic, and beats have become regular.</summary>
    public async Task SettledAsync(TimeSpan patience)
    {
        await Audience.LiveAsync(Watchers, default, patience);
        await BeatsAsync(2);
    }

    /// <summary>Waits until some beats have gone by at every watcher.</summary>
    public Task BeatsAsync(int beats) => Audience.BeatsAsync(Watchers, beats);

    /// <summary>Those of some topics that a node holds, as the store's log says.</summary>
    /// <exception cref="InvalidOperationException">None: there is nothing to lose with that node.</exception>
    public IReadOnlyList<string> HeldBy(Member node, IReadOnlyCollection<string> topics)
    {
        List<string> held = [.. Log.Hosts(topics).Where(h => h.Value == node.Name).Select(h => h.Key)];
        return held.Count > 0 ? held : throw new InvalidOperationException($"{node.Name} holds none of {topics.Count} topics");
    }

    /// <summary>Ends the watchers.</summary>
    public ValueTask DisposeAsync() => _audience.DisposeAsync();
}
