using System.Runtime.InteropServices;
using Realtime.Bench;
using Realtime.Bench.Clustering;
using Realtime.Bench.Crowds;
using Realtime.Bench.Failover;
using Realtime.Bench.Plots;
using Realtime.Bench.Polling;
using Realtime.Bench.Slow;
using Realtime.Bench.Soaking;
using Realtime.Bench.Watching;

// Starts one measurement by its name, and ends everything it started on Ctrl-C or SIGTERM.
Measurement[] known =
[
    new("failover", FailoverOptions.Usage, "what watchers notice of nodes that crash, stop and freeze", FailoverMeasurement.RunAsync),
    new("slow", SlowOptions.Usage, "what clients notice when one in a hundred stops reading", SlowMeasurement.RunAsync),
    new("fanout", Traffic.FanoutDefaults.Usage, "one topic, as fast as it goes, against other servers", Traffic.Fanout.RunAsync),
    new("paced", Traffic.PacedDefaults.Usage, "one topic, ten broadcasts a second, against other servers", Traffic.Paced.RunAsync),
    new("idle", Idle.Defaults.Usage, "memory and CPU of connections on which nothing happens, against other servers", Idle.Comparison.RunAsync),
    new("many", Many.Defaults.UsageAlone, "many topics with ten watchers each", Many.Rounds.RunAsync),
    new("storm", Storm.Defaults.UsageAlone, "a crowd that joins at once: cold topics, then a warm one", Storm.Rounds.RunAsync),
    new("churn", Churn.Defaults.UsageAlone, "what is left of clients that come and go", Churn.Rounds.RunAsync),
    new("cluster", BetweenNodes.Parts.Usage, "frames of topics that another node owns, and presence of very many topics", BetweenNodes.Parts.RunAsync),
    new("soak", Soak.Parts.Usage, "a cluster under mixed load whose nodes are killed again and again", Soak.Parts.RunAsync),
    new("polling", StatementsOfTopics.Parts.Usage, "what polling asks of a store, against one statement a topic and against lateral joins", StatementsOfTopics.Parts.RunAsync),
    new("small", SmallThings.Usage, "time and allocations of what is done for each message and each poll", SmallThings.RunAsync),
    new("plots", "", "draws the newest results of fanout, paced and idle in docs/performance", Plots.RunAsync),
    new("topics", Topics.Parts.Usage, "memory and CPU of watched topics, without the store", Topics.Parts.RunAsync),
];

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

if (known.FirstOrDefault(m => m.Name == args.FirstOrDefault()) is not { } measurement)
{
    if (args.Length > 0) Console.WriteLine($"Unknown measurement: {args[0]}\n");
    Console.WriteLine("usage: ./build.sh bench <name> [options]\n");
    foreach (var one in known) Console.WriteLine($"  {one.Name + " " + one.Options,-78} {one.Says}");
    return 2;
}

try
{
    return await measurement.RunAsync(args[1..], stop.Token);
}
catch (Exception) when (stop.IsCancellationRequested)
{
    // Ctrl-C reaches the members too: what they were waited for ends in more than one way.
    Console.WriteLine("Stopped.");
    return 130;
}
catch (Exception e) when (Measurement.IsFault(e))
{
    Console.Error.WriteLine($"Cannot measure: {e.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    // This process ends when what it started has ended.
    signal.Cancel = true;
    stop.Cancel();
}
