using System.Collections.Immutable;
using System.Net;
using Realtime.Testing;

namespace Realtime.Local.Watching;

/// <summary>The watchers of one trial, which end with it, and what all of them wait for.</summary>
public sealed class Audience(LocalCluster cluster) : IAsyncDisposable
{
    private ImmutableArray<Watcher> _watchers = [];

    /// <summary>All so far.</summary>
    public IReadOnlyList<Watcher> Watchers => _watchers;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Topics nobody else watches.</summary>
    public static string[] NewTopics(int count)
    {
        var mark = Guid.NewGuid().ToString("n")[..8];
        return [.. Enumerable.Range(0, count).Select(i => $"{mark}-{i}")];
    }

    /// <summary>A watcher at a node.</summary>
    public Watcher Watch(Member node, params IEnumerable<string> topics) => Watch(node.Http, node.Name, topics);

    /// <summary>A watcher at whatever node the proxy gives it.</summary>
    public Watcher WatchThroughProxy(params IEnumerable<string> topics) => Watch(new IPEndPoint(IPAddress.Loopback, cluster.Proxy.Port), "proxy", topics);

    /// <summary>Waits until each watcher has had a live frame of each of its topics' data sets since an instant.</summary>
    public static Task LiveAsync(IEnumerable<Watcher> watchers, DateTimeOffset since, TimeSpan? deadline = null)
    {
        var all = watchers.ToList();
        return Eventually.HoldsAsync(
            () => all.All(w => w.Topics.All(t => MovingAndStill.DataSets.All(d => w.Record.Last(t, d) is { IsLive: true } f && f.At >= since))),
            "live frames of every topic at every watcher",
            deadline);
    }

    /// <summary>Waits until some beats have gone by at every watcher.</summary>
    public static async Task BeatsAsync(IEnumerable<Watcher> watchers, int beats)
    {
        var all = watchers.ToList();
        for (var i = 0; i < beats; i++) await LiveAsync(all, Now);
    }

    /// <summary>Ends all of them.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_watchers.Select(w => w.DisposeAsync().AsTask()));

    /// <summary>A watcher at any address.</summary>
    public Watcher Watch(IPEndPoint at, string where, IEnumerable<string> topics)
    {
        var watcher = new Watcher($"watcher {_watchers.Length + 1} at {where}", at, topics);
        _watchers = _watchers.Add(watcher);
        return watcher;
    }
}
