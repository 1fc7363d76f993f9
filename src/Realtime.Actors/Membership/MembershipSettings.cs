using System.Collections.Immutable;
using System.Net;
using Akka.Actor;

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

    /// <summary>How the addresses of members begin that speak unencrypted.</summary>
    private const string Protocol = "akka.tcp";

    /// <summary>How they begin with TLS.</summary>
    private const string SecuredProtocol = "akka.ssl.tcp";

    /// <summary>Name of the actor system.</summary>
    public string SystemName { get; init; } = DefaultSystemName;

    /// <summary>Address the other members reach this one at, and that it listens on; 127.0.0.1 by default.</summary>
    public required string Hostname { get; init; }

    /// <summary>Port for the other members; 0 = any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Addresses of the seed nodes, in the same order on every member; empty = this node starts a cluster of its own.</summary>
    public required ImmutableArray<string> Seeds { get; init; }

    /// <summary>Mutual TLS with the other members; null = unencrypted. The same on every member: those with and those without do not hear each other.</summary>
    public MemberTls? Tls { get; init; }

    /// <summary>What the member does: <c>edge</c> holds sockets, <c>topic</c> holds topics.</summary>
    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsOnLoopback => IsLoopback(Hostname);

    /// <summary>Whether it holds sockets.</summary>
    public bool IsEdge => Roles.Contains(EdgeRole);

    /// <summary>Whether it holds topics.</summary>
    public bool IsTopic => Roles.Contains(TopicRole);

    /// <summary>Whether only the machine itself is reached by a name.</summary>
    public static bool IsLoopback(string hostname) =>
        hostname.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(hostname, out var address) && IPAddress.IsLoopback(address));

    /// <summary>An address in full, of <c>host:port</c> or of what is in full already.</summary>
    public static string AddressOf(string seed, string systemName, bool secured) =>
        seed.Contains("://", StringComparison.Ordinal) ? seed : $"{(secured ? SecuredProtocol : Protocol)}://{systemName}@{seed}";

    /// <summary>What is wrong with a seed's address in full; null: nothing.</summary>
    public static string? SeedFault(string seed, bool secured)
    {
        if (!Address.TryParse(seed, out var address) || address.Port is null) return "expected host:port";
        var protocol = secured ? SecuredProtocol : Protocol;
        return address.Protocol == protocol ? null : $"expected host:port, or {protocol}://, as members speak {(secured ? "TLS" : "without TLS")}";
    }
}
