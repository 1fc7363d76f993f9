using System.Collections.Frozen;
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

    /// <summary>How often nodes are told who watches.</summary>
    public PresenceBounds Bounds { get; init; } = PresenceBounds.Default;

    /// <summary>When a topic's data set is polled.</summary>
    public BeatSchedule Schedule(TopicKey key, DataSet dataSet) => BeatSchedule.For(key, Polling.For(dataSet).Interval, Polling.Phases);

    /// <summary>Who polls it.</summary>
    public Props Poller(TopicKey key, DataSet dataSet) => PollerActor.Props(key, dataSet, Batchers[dataSet.Name], Polling.For(dataSet).LostAfter, Metrics);
}
