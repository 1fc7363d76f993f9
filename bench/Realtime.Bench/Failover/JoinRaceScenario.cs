using Realtime.Bench.Results;
using Realtime.Local;
using Realtime.Local.Watching;
using Realtime.Testing;

namespace Realtime.Bench.Failover;

/// <summary>All watchers of a topic leave, and come back about when it ends: whether any join gets no frames.</summary>
internal sealed class JoinRaceScenario : Scenario
{
    private const int Rounds = 6;
    private const int PerTopic = 5;

    /// <summary>So that many topics end while watchers come back: presence takes some hundred milliseconds more to tell that nobody is left.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(200);

    private static readonly Measure Lost = new("joins without live frames after 60 s", "", 0);
    private static readonly Measure Slowest = new("join answered -> live frames of every data set, the slowest", "ms");
    private static readonly Measure Middle = new("join answered -> live frames of every data set, the middle one", "ms");
    private static readonly Measure Waited = new("joins that waited for longer than an interval", "");
    private static readonly Measure Joins = new("joins", "");
    private static readonly Measure Ends = new("topics that ended in between", "");

    public override string Name => "join-race";

    public override string Says => $"watchers leave and come back around the end of a linger of {Linger.TotalMilliseconds:0} ms";

    public override ClusterPlan Plan => base.Plan with { Settings = [.. base.Plan.Settings, $"Realtime:Linger={Linger:c}"] };

    protected override IReadOnlyList<Measure> Measures { get; } = [Lost, Slowest, Middle, Waited, Joins, Ends];

    public override async Task RunAsync(Trial trial)
    {
        var topics = Audience.NewTopics(Topics);
        foreach (var topic in topics) trial.WatchThroughProxy(PerTopic, topic);
        await trial.SettledAsync(Patience);
        var times = new List<TimeSpan>();
        for (var round = 1; round <= Rounds; round++)
        {
            await Task.WhenAll(trial.Watchers.Chunk(PerTopic).Select(ComeBackAsync));
            var waiting = trial.Watchers.ToList();
            try
            {
                await Eventually.HoldsAsync(() => waiting.RemoveAll(w => Back(w, round) is not null) >= 0 && waiting.Count == 0, "all are back", Patience);
            }
            catch (TimeoutException)
            {
                trial.Run.Add(Lost, waiting.Count);
                throw;
            }

            times.AddRange(trial.Watchers.Select(w => Back(w, round)!.Value));
        }

        var ends = trial.Watchers.SelectMany(w => w.Record.Frames).Where(f => f.Epoch is not null).GroupBy(f => f.Topic).Sum(g => g.DistinctBy(f => f.Epoch).Count() - 1);
        if (ends == 0) throw new InvalidOperationException("no topic ended while its watchers were away: nothing was tried");
        trial.Run.Add(Lost, 0);
        times.Sort();
        trial.Run.Add(Slowest, times[^1]);
        trial.Run.Add(Middle, times[times.Count / 2]);
        trial.Run.Add(Waited, times.Count(t => t > Interval));
        trial.Run.Add(Joins, times.Count);
        trial.Run.Add(Ends, ends);
    }

    /// <summary>All leave at once, and come back each at its own moment, about when the topic ends.</summary>
    private static async Task ComeBackAsync(Watcher[] watchers)
    {
        var topic = watchers[0].Topics[0];
        await Task.WhenAll(watchers.Select(w => w.LeaveAsync(topic)));
        var about = Random.Shared.Next(200, 1200);
        await Task.WhenAll(watchers.Select(async w =>
        {
            await Task.Delay(about + Random.Shared.Next(0, 100));
            await w.JoinAsync(topic);
        }));
    }

    /// <summary>The time from the answer to a round's join to a live frame of every data set; null: not yet.</summary>
    private static TimeSpan? Back(Watcher watcher, int round)
    {
        // The first join was before the first round.
        if (watcher.Record.Joins is not { } joins || joins.Count <= round) return null;
        var live = watcher.Record.Since(joins[round].At).Where(f => f.IsLive).DistinctBy(f => f.DataSet).ToList();
        return live.Count == MovingAndStill.DataSets.Length ? live[^1].At - joins[round].At : null;
    }
}
