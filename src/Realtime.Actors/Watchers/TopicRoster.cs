using System.Collections.Immutable;
using Akka.Actor;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Watchers;

/// <summary>The part of a topic's supervisor that knows who watches: takes the relays' reports and sends all of them what changed.</summary>
internal sealed class TopicRoster(TopicKey key, SubscriberTable table, TopicContext shared, IActorContext actor)
{
    /// <summary>While the node may not send, what is due is tried again this much later.</summary>
    private static readonly TimeSpan WithoutPermit = TimeSpan.FromMilliseconds(500);

    // Half of the range at most: it only ever grows by one.
    private readonly Roster _roster = new(key, shared.Bounds, Random.Shared.NextInt64(long.MaxValue / 2));
    private ICancelable? _due;
    private long _counted;

    /// <summary>What relays are told as they subscribe: one that has another number asks for all.</summary>
    public long Number => _roster.Number;

    /// <summary>Watchers in the whole cluster.</summary>
    public long Watching => _roster.Watching;

    /// <summary>Watchers of each node that reported some.</summary>
    public IEnumerable<KeyValuePair<long, long>> ByNode => _roster.ByNode;

    /// <summary>Those that gave a name, while they are few enough to be listed.</summary>
    public IEnumerable<Watcher> Named => _roster.Named;

    private TimeSpan Now => actor.System.Scheduler.MonotonicClock;

    /// <summary>A report counts while its relay is subscribed; one of an earlier relay of that node tells of nobody who is there.</summary>
    public void OnReport(WatchersReport report, ImmutableHashSet<long>? present)
    {
        if (!table.TryGet(report.NodeUid, out var entry) || entry.Generation != report.Generation) return;
        if (!_roster.Take(report, Now)) entry.Relay.Tell(new TellWatchers(key), actor.Self);
        else if (report.Asks && _roster.Told is { } told && shared.Permit.Granted) entry.Relay.Tell(told, actor.Self);
        Look(present);
    }

    /// <summary>Something happened, or time passed: sends what is due and looks again when the next may be.</summary>
    /// <param name="present">The nodes that presence shows; null: not known yet.</param>
    public void Look(ImmutableHashSet<long>? present)
    {
        var now = Now;
        if (table.Count > 0) _roster.Gather(now);
        _roster.Keep(table.Has, now);
        Count(_roster.Watching);
        if (!shared.Permit.Granted)
        {
            if (_roster.Due is not null) Schedule(WithoutPermit);
            return;
        }

        if (_roster.Next(now, present?.Union(table.Entries.Select(entry => entry.Key))) is { } update)
        {
            foreach (var (_, entry) in table.Entries) entry.Relay.Tell(update, actor.Self);
        }

        if (_roster.Due is { } due) Schedule(due - now);
    }

    /// <summary>The supervisor stops.</summary>
    public void Stop()
    {
        _due?.Cancel();
        Count(0);
    }

    private void Count(long watching)
    {
        shared.Metrics.Watchers.Add(watching - _counted);
        _counted = watching;
    }

    private void Schedule(TimeSpan after)
    {
        _due?.Cancel();
        // A timer of no time would fire on the same tick for ever.
        var wait = after > TimeSpan.FromMilliseconds(1) ? after : TimeSpan.FromMilliseconds(1);
        _due = actor.System.Scheduler.ScheduleTellOnceCancelable(wait, actor.Self, RosterDue.Instance, ActorRefs.NoSender);
    }
}
