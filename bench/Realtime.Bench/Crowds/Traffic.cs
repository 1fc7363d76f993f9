using Realtime.Bench.Feed;
using Realtime.Bench.Results;

namespace Realtime.Bench.Crowds;

/// <summary>Measurements of one topic that much is sent on.</summary>
internal static class Traffic
{
    private const int PayloadBytes = 512;

    /// <summary>Broadcasts a second of the paced measurement.</summary>
    private const int Pace = 10;

    /// <summary>Until what runs often is compiled well, and joins have settled.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private static readonly Measure Rate = new("deliveries a second", "", More: true);
    private static readonly Measure ServerCpu = new("server's CPU for a million deliveries", "s", Digits: 2);
    private static readonly Measure ServerShare = new("server's CPU, of one core", "%");
    private static readonly Measure LoadShare = new("load client's CPU, of one core", "%");
    private static readonly Measure Median = new("sent to delivered, median", "ms", Digits: 2);
    private static readonly Measure Tail = new("sent to delivered, p99", "ms", Digits: 2);
    private static readonly Measure LastMedian = new("sent to the last subscriber, median", "ms", Digits: 2);
    private static readonly Measure LastTail = new("sent to the last subscriber, p99", "ms", Digits: 2);
    private static readonly Measure Spread = new("first to last subscriber, p99", "ms", Digits: 2);
    private static readonly Measure Missing = new("deliveries missing", "", Must: 0);
    private static readonly Measure OutOfOrder = new("deliveries twice or out of order", "", Must: 0);
    private static readonly Measure Lost = new("connections lost", "", Must: 0);
    private static readonly Measure[] All = [Rate, ServerCpu, ServerShare, LoadShare, Median, Tail, LastMedian, LastTail, Spread, Missing, OutOfOrder, Lost];

    /// <summary>As fast as it goes. Its times are not compared: they tell how many broadcasts a server took before it sent them.</summary>
    public static Comparison Fanout { get; } = new("fanout", FanoutDefaults, All, [Rate, ServerCpu], (stage, options, run, stop) => RunAsync(stage, options, 0, run, stop));

    /// <summary>A few broadcasts a second.</summary>
    public static Comparison Paced { get; } = new("paced", PacedDefaults, All, [ServerCpu, Median, Tail, LastTail, Spread], (stage, options, run, stop) => RunAsync(stage, options, Pace, run, stop));

    /// <summary>For a list of what there is.</summary>
    public static CrowdOptions FanoutDefaults => new(Connections: 2_000, Seconds: 15, Rounds: 3);

    /// <summary>For a list of what there is.</summary>
    public static CrowdOptions PacedDefaults => new(Connections: 5_000, Seconds: 20, Rounds: 3);

    private static async Task RunAsync(Stage stage, CrowdOptions options, double rate, Run run, CancellationToken stop)
    {
        await stage.JoinAsync(options.Connections, stop);
        await Task.Delay(Settle, stop);
        await stage.Server.StartAsync(new FeedOrder(rate, Window: FeedDataSets.Count, PayloadBytes), stop);
        await Task.Delay(WarmUp, stop);
        var (report, server, load) = await stage.MeasureAsync(TimeSpan.FromSeconds(options.Seconds), stop);
        run.Add(Rate, report.Deliveries / report.Seconds);
        run.Add(ServerCpu, server.TotalSeconds / report.Deliveries * 1e6);
        run.Add(ServerShare, 100 * server.TotalSeconds / report.Seconds);
        run.Add(LoadShare, 100 * load.TotalSeconds / report.Seconds);
        run.Add(Median, report.LatencyMedian / 1e3);
        run.Add(Tail, report.LatencyTail / 1e3);
        run.Add(LastMedian, report.LastMedian / 1e3);
        run.Add(LastTail, report.LastTail / 1e3);
        run.Add(Spread, report.SpreadTail / 1e3);
        var whole = await stage.FinishAsync(stop);
        run.Add(Missing, whole.Missing);
        run.Add(OutOfOrder, whole.OutOfOrder);
        run.Add(Lost, whole.Lost);
    }
}
