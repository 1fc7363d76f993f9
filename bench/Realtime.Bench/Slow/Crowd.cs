using System.Diagnostics;

namespace Realtime.Bench.Slow;

/// <summary>All clients of one node, some of which can be told not to read.</summary>
internal sealed class Crowd : IDisposable
{
    private const string Topic = "realtime:acme";
    private const string LargeTopic = "realtime:large";

    /// <summary>How many connect in the same moment: more would wait in the system's queue.</summary>
    private const int AtOnce = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly LightClient[] _clients;

    public Crowd(int count)
    {
        Deliveries = new Deliveries(count);
        _clients = [.. Enumerable.Range(0, count).Select(number => new LightClient(number, Deliveries))];
        Slow = [.. Enumerable.Range(0, count).Where(number => number % SlowOptions.OneIn == 0)];
        Others = [.. Enumerable.Range(0, count).Where(number => number % SlowOptions.OneIn != 0)];
    }

    /// <summary>What came.</summary>
    public Deliveries Deliveries { get; }

    /// <summary>Those that stop reading when told, spread evenly over the order in which they joined.</summary>
    public IReadOnlyList<int> Slow { get; }

    /// <summary>Those that always read.</summary>
    public IReadOnlyList<int> Others { get; }

    /// <summary>How many the node closed.</summary>
    public int Ended => _clients.Count(client => client.Ended);

    public async Task JoinAsync(int port, CancellationToken stop)
    {
        foreach (var some in _clients.Chunk(AtOnce)) await Task.WhenAll(some.Select(client => client.JoinAsync(port, Topic, stop)));
    }

    /// <summary>Those that may stop reading do.</summary>
    public Task PauseAsync() => Task.WhenAll(Slow.Select(number => _clients[number].PauseAsync(LargeTopic)));

    /// <summary>They read again.</summary>
    public Task ResumeAsync() => Task.WhenAll(Slow.Select(number => _clients[number].ResumeAsync(LargeTopic)));

    /// <summary>Waits until so many frames from now on came to all the others.</summary>
    /// <returns>Their seqs.</returns>
    public async Task<IReadOnlyList<long>> FramesAsync(int count, CancellationToken stop)
    {
        var (after, waited) = (Deliveries.Latest, Stopwatch.StartNew());
        while (true)
        {
            if (Deliveries.Complete(after, Others) is { } complete && complete.Count >= count) return [.. complete.Take(count)];
            if (waited.Elapsed > Patience) throw new TimeoutException($"{count} frames did not come to all of {Others.Count} clients; {Ended} were closed");
            await Task.Delay(LookAgain, stop);
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }
}
