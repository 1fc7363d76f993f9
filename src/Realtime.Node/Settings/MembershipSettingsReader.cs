using System.Collections.Immutable;
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
        var tls = ReadTls(source, out var secured);
        var roles = source.List("Realtime:Cluster:Roles");
        foreach (var role in roles.Except(Roles)) source.Fault($"Realtime:Cluster:Roles holds '{role}': expected {string.Join(" and ", Roles)}, or one of them");

        var ownCluster = seeds.IsEmpty || seeds is [Self];
        if (seeds.IsEmpty && !MembershipSettings.IsLoopback(hostname))
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
            Seeds = ownCluster ? [] : [.. seeds.Select(seed => SeedAddress(seed, secured, source))],
            Tls = tls,
            Roles = [.. roles.IsEmpty ? Roles : roles.AsEnumerable(), MembershipSettings.RealtimeRole],
        };
    }

    private static MemberTls? ReadTls(SettingsSource source, out bool secured)
    {
        const string prefix = "Realtime:Cluster:Tls:";
        var files = new MemberTlsFiles
        {
            Certificate = source.Text(prefix + nameof(MemberTlsFiles.Certificate), ""),
            CertificateKey = source.Text(prefix + nameof(MemberTlsFiles.CertificateKey), ""),
            Password = source.Text(prefix + nameof(MemberTlsFiles.Password), ""),
            Authority = source.Text(prefix + nameof(MemberTlsFiles.Authority), ""),
        };
        var tls = files.Read(name => prefix + name, TimeProvider.System.GetUtcNow(), out var faults);
        foreach (var fault in faults) source.Fault(fault);
        secured = files.Certificate.Length > 0;
        return tls;
    }

    private static string SeedAddress(string seed, bool secured, SettingsSource source)
    {
        var full = MembershipSettings.AddressOf(seed, MembershipSettings.DefaultSystemName, secured);
        if (MembershipSettings.SeedFault(full, secured) is { } fault) source.Fault($"Realtime:Cluster:Seeds holds '{seed}': {fault}");
        return full;
    }
}
