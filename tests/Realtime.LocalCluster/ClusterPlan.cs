using System.Collections.Immutable;

namespace Realtime.Local;

/// <summary>What a local cluster is made of.</summary>
public sealed record ClusterPlan
{
    /// <summary>Holds sockets and topics.</summary>
    public static readonly ImmutableArray<string> Both = ["edge", "topic"];

    /// <summary>How many lighthouses: two by default, so that one may be away while others join.</summary>
    public int Lighthouses { get; init; } = 2;

    /// <summary>The roles of each node; three nodes with both by default.</summary>
    public ImmutableArray<ImmutableArray<string>> Nodes { get; init; } = [Both, Both, Both];

    /// <summary>Settings of every node, such as <c>Realtime:Interval=00:00:02</c>.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>Settings of the first node alone.</summary>
    public ImmutableArray<string> FirstNodeSettings { get; init; } = [];

    /// <summary>The files of mutual TLS of a member, by its name: setting (such as <c>Authority</c>) and path. Null: members speak unencrypted.</summary>
    public Func<string, IReadOnlyDictionary<string, string>>? Tls { get; init; }

    /// <summary>Whether PostgreSQL keeps a log of every statement, which <see cref="Polls.StoreLog"/> reads.</summary>
    public bool LogStatements { get; init; }

    /// <summary>Whether each member runs in a network namespace of its own, so that it can be cut off from the others; the plan's own members only.</summary>
    public bool Separate { get; init; }

    /// <summary>Where the members' output is kept; made when it is missing.</summary>
    public required string OutputFolder { get; init; }
}
