using System.Collections.Immutable;
using System.Net;
using Realtime.Local;
using Realtime.Local.Watching;

namespace Realtime.Bench.Soaking;

/// <summary>Watchers that come through the proxy, one a second, each with four of forty topics of their own, and go after 15 s, which is when many of these topics end.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private const int Topics = 40;
    private const int TopicsOfOne = 4;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping;
    private readonly string[] _topics = Audience.NewTopics(Topics);
    private readonly Task _coming;
    private ImmutableArray<Watcher> _all = [];

    public Visitors(LocalCluster cluster, CancellationToken stop)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _coming = ComeAsync(new IPEndPoint(IPAddress.Loopback, cluster.Proxy.Port));
    }

    /// <summary>How many have come.</summary>
    public int Count => _all.Length;

    /// <summary>Those who are there and those who have gone.</summary>
    public IReadOnlyList<Watcher> All => _all;

    /// <summary>Nobody comes any more, and all go.</summary>
    public async Task EndAsync()
    {
        await _stopping.CancelAsync();
        await _coming;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stopping.Dispose();
    }

    private async Task ComeAsync(IPEndPoint proxy)
    {
        var visits = new List<Task>();
        while (!_stopping.IsCancellationRequested)
        {
            var number = _all.Length;
            var watcher = new Watcher($"visitor {number}", proxy, Enumerable.Range(0, TopicsOfOne).Select(i => _topics[(number * TopicsOfOne + i * i) % Topics]));
            _all = _all.Add(watcher);
            visits.Add(StayAsync(watcher));
            await Task.Delay(Every, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(visits);
    }

    private async Task StayAsync(Watcher watcher)
    {
        await Task.Delay(Stay, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watcher.DisposeAsync();
    }
}
