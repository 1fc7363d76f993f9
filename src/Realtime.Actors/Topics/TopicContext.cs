using System.Collections.Frozen;
using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Membership;
using Realtime.Actors.Metrics;
using Realtime.Actors.Polling;
using Realtime.Actors.Tracing;
using Realtime.Actors.Watchers;
using Realtime.Protocol;

namespace Realtime.Actors.Topics;

/// <summary>What every topic of a node shares.</summary>
/// <param name="Pack">The data sets.</param>
/// <param name="Polling">How often they are asked.</param>
/// <param name="Linger">How long a topic goes on after its last watcher left.</param>
/// <param name="Clock">The store's clock.</param>
/// <param name="Batchers">This node's batcher of each data set.</param>
/// <param name="Presence">This node's presence index.</param>
internal sealed record TopicContext(
    Pack Pack, PollingSettings Polling, TimeSpan Linger, StoreClock Clock, FrozenDictionary<string, IActorRef> Batchers, IActorRef Presence)
{
    /// <summary>Asked before every send.</summary>
    public IPollPermit Permit { get; init; } = AlwaysGranted.Instance;

    /// <summary>Who is told what happens.</summary>
    public RealtimeMetrics Metrics { get; init; } = RealtimeMetrics.Unheard;

    /// <summary>Which ticks are traced.</summary>
    public RealtimeTracing Tracing { get; init; } = RealtimeTracing.Off;

    /// <summary>What each topic costs.</summary>
    public TopicAccounts Accounts { get; init; } = new();

    /// <summary>Tells topics when their beats are due.</summary>
    public BeatTimer Timer { get; } = new();

    /// <summary>How often nodes are told who watches.</summary>
    public PresenceBounds Bounds { get; init; } = PresenceBounds.Default;

    /// <summary>Which of the node's topics are polled together: as many phases as the longest interval has room for; shorter ones share theirs.</summary>
    public Phases Phases { get; } = new(BeatSchedule.Used(Pack.DataSets.Max(dataSet => Polling.For(dataSet).Interval), Polling.Phases));

    /// <summary>When a data set of a topic of this phase is polled.</summary>
    public BeatSchedule Schedule(DataSet dataSet, int phase) => BeatSchedule.For(phase, Polling.For(dataSet).Interval, Phases.Count);

    /// <summary>The phase of a topic that ran elsewhere, by what its relays have; null: it did not. A data set of a longer interval tells it best.</summary>
    public int? PhaseOf(ImmutableArray<Position> positions)
    {
        var told = from position in positions
                   join dataSet in Pack.DataSets on position.DataSet equals dataSet.Name
                   let interval = Polling.For(dataSet).Interval
                   orderby interval descending
                   select (int?)BeatSchedule.PhaseOf(position.NextDue, interval, Phases.Count);
        return told.FirstOrDefault();
    }

    /// <summary>Who polls it.</summary>
    public Props Poller(TopicKey key, DataSet dataSet) => PollerActor.Props(key, dataSet, Batchers[dataSet.Name], Polling.For(dataSet).LostAfter, Metrics);
}
