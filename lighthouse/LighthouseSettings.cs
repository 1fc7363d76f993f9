using System.Globalization;
using System.Net;
using Realtime.Actors.Membership;

namespace Realtime.Lighthouse;

/// <summary>
/// Reads a lighthouse's environment: <c>ACTORSYSTEM</c> (default <c>realtime</c>), <c>CLUSTER_IP</c> (default the machine's name), <c>CLUSTER_PORT</c>
/// (default 4053) and <c>CLUSTER_SEEDS</c> (addresses with commas between them, in the same order on every member).
/// </summary>
internal static class LighthouseSettings
{
    private const string Role = "lighthouse";
    private const int DefaultPort = 4053;

    /// <summary>The settings, or null and every fault.</summary>
    public static MembershipSettings? Read(Func<string, string?> environment, out IReadOnlyList<string> faults)
    {
        List<string> found = [];
        var system = Or(environment("ACTORSYSTEM"), MembershipSettings.DefaultSystemName);
        var ip = Or(environment("CLUSTER_IP"), Dns.GetHostName());
        var portText = Or(environment("CLUSTER_PORT"), DefaultPort.ToString(CultureInfo.InvariantCulture));
        if (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            found.Add($"CLUSTER_PORT = '{portText}': expected a port from 1 to 65535");
        }

        var self = $"akka.tcp://{system}@{ip}:{port}";
        var seeds = Or(environment("CLUSTER_SEEDS"), "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(seed => seed.Contains("://", StringComparison.Ordinal) ? seed : $"akka.tcp://{system}@{seed}").ToArray();
        foreach (var seed in seeds.Where(seed => !Akka.Actor.Address.TryParse(seed, out var address) || address.Port is null))
        {
            found.Add($"CLUSTER_SEEDS holds '{seed}': expected host:port");
        }

        // A seed that is not in its own list would wait for the others for ever, or start a second cluster.
        if (!seeds.Contains(self)) found.Add($"CLUSTER_SEEDS = '{string.Join(',', seeds)}': expected this lighthouse's own address {self} among them");
        faults = found;
        return found.Count > 0 ? null : new MembershipSettings { SystemName = system, Hostname = ip, Port = port, Seeds = [.. seeds], Roles = [Role] };
    }

    private static string Or(string? value, string otherwise) => string.IsNullOrWhiteSpace(value) ? otherwise : value.Trim();
}
