using System.Diagnostics;
using System.Net;
using Realtime.Local.Polls;
using Realtime.Local.Watching;
using Realtime.Local;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests;

/// <summary>What every scenario has: the whole cluster, watchers that end with it, and a voice.</summary>
[Collection(ClusterScenarios.Name)]
public abstract class Scenario(ClusterFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>The data sets of the pack.</summary>
    protected static readonly string[] DataSets = ["moving", "still"];

    private readonly List<Watcher> _watchers = [];
    private readonly Stopwatch _running = Stopwatch.StartNew();

    /// <summary>The cluster.</summary>
    protected LocalCluster Cluster => fixture.Cluster;

    /// <summary>What its store was asked.</summary>
    protected StoreLog Log => fixture.Log;

    /// <summary>All watchers of this scenario.</summary>
    protected IReadOnlyList<Watcher> Watchers => _watchers;

    /// <summary>The clock that the store, the nodes and this test share.</summary>
    protected static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await fixture.RepairAsync();
        Say($"the cluster is whole; its output lies in {Cluster.OutputFolder}");
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.WhenAll(_watchers.Select(w => w.DisposeAsync().AsTask()));

    /// <summary>Topics nobody else watches.</summary>
    protected static string[] NewTopics(int count)
    {
        var mark = Guid.NewGuid().ToString("n")[..8];
        return [.. Enumerable.Range(0, count).Select(i => $"{mark}-{i}")];
    }

    /// <summary>A line of the test's output, with the seconds since its start.</summary>
    protected void Say(string what) => output.WriteLine($"{_running.Elapsed.TotalSeconds,6:0.0} s  {what}");

    /// <summary>A watcher at a node.</summary>
    protected Watcher Watch(Member node, params IEnumerable<string> topics) => Watch(node.Http, node.Name, topics);

    /// <summary>A watcher at whatever node the proxy gives it.</summary>
    protected Watcher WatchThroughProxy(params IEnumerable<string> topics) => Watch(new IPEndPoint(IPAddress.Loopback, Cluster.Proxy.Port), "proxy", topics);

    /// <summary>Waits until each watcher has had a live frame of each of its topics' data sets since an instant.</summary>
    protected static Task LiveAsync(IEnumerable<Watcher> watchers, DateTimeOffset since, TimeSpan? deadline = null)
    {
        var all = watchers.ToList();
        return Eventually.HoldsAsync(
            () => all.All(w => w.Topics.All(t => DataSets.All(d => w.Record.Last(t, d) is { IsLive: true } f && f.At >= since))),
            "live frames of every topic at every watcher",
            deadline);
    }

    /// <summary>Waits until some beats have gone by at every watcher.</summary>
    protected static async Task BeatsAsync(IEnumerable<Watcher> watchers, int beats)
    {
        var all = watchers.ToList();
        for (var i = 0; i < beats; i++) await LiveAsync(all, Now);
    }

    /// <summary>Fails when any watcher saw what must never happen.</summary>
    /// <param name="errors">Whether channels may have been ended with an error.</param>
    protected void WatchersAreContent(bool errors = false)
    {
        None("faults at watchers", [.. _watchers.SelectMany(w => w.Record.Faults)]);
        if (!errors) None("channels ended with an error", [.. _watchers.SelectMany(w => w.Record.Errors.Select(e => $"{w.Name}: {e.Topic} at {e.At:HH:mm:ss.fff}"))]);
    }

    /// <summary>Fails with the first few of what should not be there.</summary>
    protected void None(string what, IReadOnlyList<string> found)
    {
        Say($"{what}: {found.Count}");
        Assert.True(found.Count == 0, $"{what}: {found.Count}{Environment.NewLine}{string.Join(Environment.NewLine, found.Take(12))}");
    }

    private Watcher Watch(IPEndPoint at, string where, IEnumerable<string> topics)
    {
        var watcher = new Watcher($"watcher {_watchers.Count + 1} at {where}", at, topics);
        _watchers.Add(watcher);
        return watcher;
    }
}
