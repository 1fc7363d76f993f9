using System.Globalization;

namespace Realtime.Bench.Feed;

/// <summary>A server's side of the talk with the measurement: orders come as lines on its input, answers go out as lines that begin with <see cref="Mark"/>.</summary>
/// <param name="loop">What is started and stopped.</param>
public sealed class PeerConsole(FeedLoop loop) : IDisposable
{
    /// <summary>Tells answers from whatever else a server writes.</summary>
    public const string Mark = "BENCH ";

    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>Says where the server listens, then obeys until its input ends.</summary>
    /// <param name="port">Of subscribers.</param>
    /// <param name="control">Of <see cref="Acknowledgements"/>.</param>
    public async Task RunAsync(int port, int control)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $$"""{"port":{{port}},"control":{{control}}}"""));
        while (await Console.In.ReadLineAsync() is { } line) await ObeyAsync(line.Split(' '));
        if (_stop is not null) await _stop.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _stop?.Dispose();

    private async Task ObeyAsync(string[] words)
    {
        switch (words[0])
        {
            case "start":
                _stop = new CancellationTokenSource();
                var (order, stop) = (FeedOrder.Read(words), _stop.Token);
                _running = Task.Run(() => loop.RunAsync(order, stop));
                Say("{}");
                break;
            case "stop":
                if (_stop is not null) await _stop.CancelAsync();
                await _running;
                Say(string.Create(CultureInfo.InvariantCulture, $$"""{"sent":{{loop.Sent}}}"""));
                break;
            case "collect":
                // Twice: what finalizers let go of counts as well.
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                Say(string.Create(CultureInfo.InvariantCulture, $$"""{"heap":{{GC.GetTotalMemory(forceFullCollection: false)}},"resident":{{Environment.WorkingSet}}}"""));
                break;
            default:
                Say("""{"error":"unknown order"}""");
                break;
        }
    }

    private static void Say(string json)
    {
        Console.Out.WriteLine(Mark + json);
        Console.Out.Flush();
    }
}
