using System.Collections.Immutable;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Polling;
using Realtime.Actors.Relays;
using Realtime.Actors.Watchers;
using Realtime.Actors.Zombies;

namespace Realtime.Actors;

/// <summary>Everything the actors of a node are told at start.</summary>
public sealed record RealtimeSettings
{
    /// <summary>How often and how hard the store is asked.</summary>
    public required PollingSettings Polling { get; init; }

    /// <summary>How long a topic goes on after its last watcher left; one interval by default, zero = not at all.</summary>
    public required TimeSpan Linger { get; init; }

    /// <summary>How often anybody is told who watches.</summary>
    public PresenceBounds Presence { get; init; } = PresenceBounds.Default;

    /// <summary>What one connection may do.</summary>
    public required ConnectionSettings Connections { get; init; }

    /// <summary>How much of the past is kept for clients that resume or rewind.</summary>
    public HistorySettings History { get; init; } = new();

    /// <summary>Where the node stands in the cluster.</summary>
    public required MembershipSettings Cluster { get; init; }

    /// <summary>When the cluster is looked over for topics that nobody watches or runs; null = as the linger asks for. Not for the host to set.</summary>
    internal AuditTimes? Audits { get; init; }
}
