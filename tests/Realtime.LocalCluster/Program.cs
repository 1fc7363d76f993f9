using System.Runtime.InteropServices;
using Realtime.Local;

// Starts a cluster on this machine, prints where everything is, and ends it all on Ctrl-C or SIGTERM; arguments are settings for the nodes.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    Console.WriteLine("Starting PostgreSQL, 2 lighthouses and 3 nodes ...");
    await using var cluster = await LocalCluster.StartAsync(
        new ClusterPlan
        {
            Settings = [.. args.Select(a => a.TrimStart('-'))],
            // One of them writes; all of them read.
            FirstNodeSettings = ["Realtime:Demo=true"],
            OutputFolder = Path.GetFullPath(Path.Combine("artifacts", "cluster")),
        },
        stop.Token);
    AddressTable.Write(Console.Out, cluster);
    try
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine("Stopping ...");
    }

    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException)
{
    Console.Error.WriteLine($"The cluster does not start: {e.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    // This process ends when its members have ended.
    signal.Cancel = true;
    stop.Cancel();
}
