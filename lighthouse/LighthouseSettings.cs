using System.Globalization;
using System.Net;
using Realtime.Actors.Membership;
using Realtime.Operations;

namespace Realtime.Lighthouse;

/// <summary>What a lighthouse is told.</summary>
/// <param name="Membership">Where it stands in the cluster.</param>
/// <param name="HealthUrl">Where it tells how it is; null: nowhere.</param>
/// <param name="Operations">Where operators reach it.</param>
internal sealed record LighthouseSettings(MembershipSettings Membership, string? HealthUrl, OperationsSettings Operations)
{
    private const string Role = "lighthouse";
    private const int DefaultPort = 4053;

    /// <summary>
    /// Reads the environment: <c>ACTORSYSTEM</c> (default <c>realtime</c>), <c>CLUSTER_IP</c> (default the machine's name), <c>CLUSTER_PORT</c> (default 4053),
    /// <c>CLUSTER_SEEDS</c> (addresses with commas between them, in the same order on every member), <c>HEALTH_PORT</c> (default 0: no health endpoint) and
    /// <c>HEALTH_ADDRESS</c> (default 127.0.0.1); <c>OPERATIONS_ADDRESS</c> (default 127.0.0.1), <c>OPERATIONS_PORT</c> (default 9110; 0: operators are not served),
    /// <c>CLUSTER_TLS_CERTIFICATE</c>, <c>CLUSTER_TLS_CERTIFICATEKEY</c>, <c>CLUSTER_TLS_PASSWORD</c> and <c>CLUSTER_TLS_AUTHORITY</c> as <see cref="MemberTlsFiles"/> has them;
    /// <c>OPERATIONS_TOKEN</c>, <c>OPERATIONS_CERTIFICATE</c>, <c>OPERATIONS_CERTIFICATEKEY</c> and <c>OPERATIONS_CLIENTAUTHORITY</c> as <see cref="OperationsSettings"/> has them.
    /// </summary>
    /// <returns>The settings, or null and every fault.</returns>
    public static LighthouseSettings? Read(Func<string, string?> environment, out IReadOnlyList<string> faults)
    {
        List<string> found = [];
        var system = Or(environment("ACTORSYSTEM"), MembershipSettings.DefaultSystemName);
        var ip = Or(environment("CLUSTER_IP"), Dns.GetHostName());
        var port = Port(environment, "CLUSTER_PORT", DefaultPort, least: 1, found);
        var tls = ReadTls(environment, found, out var secured);
        var self = MembershipSettings.AddressOf($"{ip}:{port}", system, secured);
        var seeds = Or(environment("CLUSTER_SEEDS"), "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(seed => MembershipSettings.AddressOf(seed, system, secured)).ToArray();
        foreach (var seed in seeds)
        {
            if (MembershipSettings.SeedFault(seed, secured) is { } fault) found.Add($"CLUSTER_SEEDS holds '{seed}': {fault}");
        }

        // A seed that is not in its own list would wait for the others for ever, or start a second cluster.
        if (!seeds.Contains(self)) found.Add($"CLUSTER_SEEDS = '{string.Join(',', seeds)}': expected this lighthouse's own address {self} among them");
        var health = Health(environment, found);
        var operations = ReadOperations(environment, found);
        faults = found;
        return found.Count > 0
            ? null
            : new LighthouseSettings(new MembershipSettings { SystemName = system, Hostname = ip, Port = port, Seeds = [.. seeds], Roles = [Role], Tls = tls }, health, operations);
    }

    private static MemberTls? ReadTls(Func<string, string?> environment, List<string> found, out bool secured)
    {
        var files = new MemberTlsFiles
        {
            Certificate = Told(nameof(MemberTlsFiles.Certificate)),
            CertificateKey = Told(nameof(MemberTlsFiles.CertificateKey)),
            Password = Told(nameof(MemberTlsFiles.Password)),
            Authority = Told(nameof(MemberTlsFiles.Authority)),
        };
        var tls = files.Read(Called, TimeProvider.System.GetUtcNow(), out var faults);
        found.AddRange(faults);
        secured = files.Certificate.Length > 0;
        return tls;

        string Told(string setting) => Or(environment(Called(setting)), "");
        string Called(string setting) => "CLUSTER_TLS_" + setting.ToUpperInvariant();
    }

    private static OperationsSettings ReadOperations(Func<string, string?> environment, List<string> found)
    {
        var text = Or(Told(nameof(OperationsSettings.Address)), "127.0.0.1");
        if (!IPAddress.TryParse(text, out var address)) found.Add($"OPERATIONS_ADDRESS = '{text}': expected an IP address, such as 127.0.0.1 or 0.0.0.0");
        var operations = new OperationsSettings
        {
            Address = address ?? IPAddress.Loopback,
            Port = Port(environment, "OPERATIONS_PORT", OperationsSettings.DefaultPort, least: 0, found),
            Token = Or(Told(nameof(OperationsSettings.Token)), ""),
            Certificate = Or(Told(nameof(OperationsSettings.Certificate)), ""),
            CertificateKey = Or(Told(nameof(OperationsSettings.CertificateKey)), ""),
            ClientAuthority = Or(Told(nameof(OperationsSettings.ClientAuthority)), ""),
        };
        found.AddRange(operations.Faults(Called, TimeProvider.System.GetUtcNow()));
        return operations;

        string? Told(string setting) => environment(Called(setting));
        string Called(string setting) => "OPERATIONS_" + setting.ToUpperInvariant();
    }

    private static string? Health(Func<string, string?> environment, List<string> found)
    {
        var text = Or(environment("HEALTH_ADDRESS"), "127.0.0.1");
        if (!IPAddress.TryParse(text, out var address)) found.Add($"HEALTH_ADDRESS = '{text}': expected an IP address, such as 127.0.0.1 or 0.0.0.0");
        var port = Port(environment, "HEALTH_PORT", otherwise: 0, least: 0, found);
        return port == 0 || address is null ? null : $"http://{new IPEndPoint(address, port)}";
    }

    private static int Port(Func<string, string?> environment, string name, int otherwise, int least, List<string> found)
    {
        var text = Or(environment(name), otherwise.ToString(CultureInfo.InvariantCulture));
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= least && port <= 65_535) return port;
        found.Add($"{name} = '{text}': expected a port from {least} to 65535");
        return 0;
    }

    private static string Or(string? value, string otherwise) => string.IsNullOrWhiteSpace(value) ? otherwise : value.Trim();
}
