using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Realtime.Actors.Membership;

namespace Realtime.Node.Settings;

/// <summary>Reads <c>Realtime:Cluster</c>: where the node stands, and whether it may start a cluster of its own.</summary>
internal static class MembershipSettingsReader
{
    private const string Self = "self";

    private static readonly string[] Roles = [MembershipSettings.EdgeRole, MembershipSettings.TopicRole];

    public static MembershipSettings Read(SettingsSource source, StoreKind store)
    {
        var hostname = source.Text("Realtime:Cluster:Hostname", "127.0.0.1");
        var port = source.Number("Realtime:Cluster:Port", 0, 0, 65_535);
        var seeds = source.List("Realtime:Cluster:Seeds");
        var roles = source.List("Realtime:Cluster:Roles");
        foreach (var role in roles.Except(Roles)) source.Fault($"Realtime:Cluster:Roles holds '{role}': expected {string.Join(" and ", Roles)}, or one of them");

        var ownCluster = seeds.IsEmpty || seeds is [Self];
        if (seeds.IsEmpty && !IsLoopback(hostname))
        {
            source.Fault($"Realtime:Cluster:Seeds is empty while Realtime:Cluster:Hostname is '{hostname}': expected the seed nodes, or 'self' to start a cluster of its own on purpose");
        }

        if (!ownCluster && store == StoreKind.DuckDb)
        {
            source.Fault("Realtime:Cluster:Seeds is set with Realtime:Store = 'duckdb': each node would see other data; expected Realtime:Store = 'postgres'");
        }

        return new MembershipSettings
        {
            Hostname = hostname,
            Port = port,
            Seeds = ownCluster ? [] : [.. seeds.Select(seed => SeedAddress(seed, source))],
            Roles = [.. roles.IsEmpty ? Roles : roles.AsEnumerable(), MembershipSettings.RealtimeRole],
        };
    }

    private static string SeedAddress(string seed, SettingsSource source)
    {
        var full = seed.Contains("://", StringComparison.Ordinal) ? seed : $"akka.tcp://{MembershipSettings.DefaultSystemName}@{seed}";
        if (!Address.TryParse(full, out var address) || address.Port is null) source.Fault($"Realtime:Cluster:Seeds holds '{seed}': expected host:port");
        return full;
    }

    private static bool IsLoopback(string hostname) =>
        hostname.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(hostname, out var address) && IPAddress.IsLoopback(address));
}
