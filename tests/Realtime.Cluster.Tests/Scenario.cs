using System.Diagnostics;
using Realtime.Local;
using Realtime.Local.Polls;
using Realtime.Local.Watching;
using Xunit.Abstractions;

namespace Realtime.Cluster.Tests;

/// <summary>What every scenario has: the whole cluster, watchers that end with it, and a voice.</summary>
[Collection(ClusterScenarios.Name)]
public abstract class Scenario(ClusterFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>The data sets of the pack.</summary>
    protected static readonly IReadOnlyList<string> DataSets = MovingAndStill.DataSets;

    private readonly Stopwatch _running = Stopwatch.StartNew();
    private Audience? _audience;

    /// <summary>The cluster.</summary>
    protected LocalCluster Cluster => fixture.Cluster;

    /// <summary>What its store was asked.</summary>
    protected StoreLog Log => fixture.Log;

    /// <summary>All watchers of this scenario.</summary>
    protected IReadOnlyList<Watcher> Watchers => Audience.Watchers;

    /// <summary>The clock that the store, the nodes and this test share.</summary>
    protected static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private Audience Audience => _audience ?? throw new InvalidOperationException("not started");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await fixture.RepairAsync();
        _audience = new Audience(Cluster);
        Say($"the cluster is whole; its output lies in {Cluster.OutputFolder}");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_audience is not null) await _audience.DisposeAsync();
    }

    /// <summary>Topics nobody else watches.</summary>
    protected static string[] NewTopics(int count) => Audience.NewTopics(count);

    /// <summary>
    /// Topics of which a node holds an eighth at least: that the next rounds of rebalancing take all of them from it is unlikely. New shards go to whoever holds
    /// fewest, so a node that outlived the others in an earlier scenario holds few of the first that are watched, and one that the shard coordinator has not
    /// heard of yet holds none: a beat later more are watched, elsewhere, until it does.
    /// </summary>
    protected async Task<string[]> NewTopicsAtAsync(Member host, int count)
    {
        var elsewhere = Cluster.Nodes.First(n => n != host);
        for (var tries = 0; tries < 20; tries++)
        {
            var topics = NewTopics(count);
            Watcher[] watcher = [Watch(elsewhere, topics)];
            await LiveAsync(watcher, default);
            if (Log.Hosts(topics).Values.Count(h => h == host.Name) >= Math.Max(1, count / 8)) return topics;
            await BeatsAsync(watcher, 1);
        }

        throw new InvalidOperationException($"{host.Name} was given too few of {count} topics, twenty times");
    }

    /// <summary>A line of the test's output, with the seconds since its start.</summary>
    protected void Say(string what) => output.WriteLine($"{_running.Elapsed.TotalSeconds,6:0.0} s  {what}");

    /// <inheritdoc cref="Audience.Watch(Member, IEnumerable{string})"/>
    protected Watcher Watch(Member node, params IEnumerable<string> topics) => Audience.Watch(node, topics);

    /// <inheritdoc cref="Audience.WatchThroughProxy"/>
    protected Watcher WatchThroughProxy(params IEnumerable<string> topics) => Audience.WatchThroughProxy(topics);

    /// <inheritdoc cref="Audience.Watch(System.Net.IPEndPoint, string, IEnumerable{string})"/>
    protected Watcher WatchAt(System.Net.IPEndPoint at, string where, params IEnumerable<string> topics) => Audience.Watch(at, where, topics);

    /// <inheritdoc cref="Audience.LiveAsync"/>
    protected static Task LiveAsync(IEnumerable<Watcher> watchers, DateTimeOffset since, TimeSpan? deadline = null) => Audience.LiveAsync(watchers, since, deadline);

    /// <inheritdoc cref="Audience.BeatsAsync"/>
    protected static Task BeatsAsync(IEnumerable<Watcher> watchers, int beats) => Audience.BeatsAsync(watchers, beats);

    /// <summary>Fails when any watcher saw what must never happen.</summary>
    /// <param name="errors">Whether channels may have been ended with an error.</param>
    protected void WatchersAreContent(bool errors = false)
    {
        None("faults at watchers", [.. Watchers.SelectMany(w => w.Record.Faults)]);
        if (!errors) None("channels ended with an error", [.. Watchers.SelectMany(w => w.Record.Errors.Select(e => $"{w.Name}: {e.Topic} at {e.At:HH:mm:ss.fff}"))]);
    }

    /// <summary>Fails with the first few of what should not be there.</summary>
    protected void None(string what, IReadOnlyList<string> found)
    {
        Say($"{what}: {found.Count}");
        Assert.True(found.Count == 0, $"{what}: {found.Count}{Environment.NewLine}{string.Join(Environment.NewLine, found.Take(12))}");
    }
}
