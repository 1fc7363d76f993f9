using System.Collections.Immutable;

namespace Realtime.Actors.Membership;

/// <summary>Where a process stands in the cluster.</summary>
public sealed record MembershipSettings
{
    /// <summary>Name of the actor system: the same on every member.</summary>
    public const string DefaultSystemName = "realtime";

    /// <summary>The role of every node that takes part in presence; lighthouses have it not.</summary>
    public const string RealtimeRole = "realtime";

    /// <summary>The role of members that hold sockets and relays.</summary>
    public const string EdgeRole = "edge";

    /// <summary>The role of members that hold topics.</summary>
    public const string TopicRole = "topic";

    /// <summary>Name of the actor system.</summary>
    public string SystemName { get; init; } = DefaultSystemName;

    /// <summary>Address the other members reach this one at; 127.0.0.1 by default.</summary>
    public required string Hostname { get; init; }

    /// <summary>Port for the other members; 0 = any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Addresses of the seed nodes, in the same order on every member; empty = this node starts a cluster of its own.</summary>
    public required ImmutableArray<string> Seeds { get; init; }

    /// <summary>What the member does: <c>edge</c> holds sockets, <c>topic</c> holds topics.</summary>
    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>Whether it holds sockets.</summary>
    public bool IsEdge => Roles.Contains(EdgeRole);

    /// <summary>Whether it holds topics.</summary>
    public bool IsTopic => Roles.Contains(TopicRole);
}
