using System.Net;
using Realtime.Actors;
using Realtime.Actors.Connections;
using Realtime.Actors.Polling;
using Realtime.Actors.Relays;
using Realtime.Actors.Watchers;
using Realtime.Node.Auth;
using Realtime.Operations;
using Realtime.Protocol;

namespace Realtime.Node.Settings;

/// <summary>Reads all settings of a node at start: either settings, or every fault at once.</summary>
internal static class SettingsReader
{
    private static readonly TimeSpan MaxPollTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Over TLS Kestrel cuts a client that takes less than 240 bytes a second of the 64 KB it holds: after four and a half minutes.</summary>
    private static readonly TimeSpan MaxStuckTimeout = TimeSpan.FromMinutes(4);

    /// <summary>The settings; meaningful only when <paramref name="faults"/> is empty.</summary>
    public static NodeSettings Read(IConfiguration configuration, out IReadOnlyList<string> faults)
    {
        var source = new SettingsSource(configuration);
        var store = source.Choice("Realtime:Store", StoreKind.DuckDb, new Dictionary<string, StoreKind> { ["duckdb"] = StoreKind.DuckDb, ["postgres"] = StoreKind.Postgres });
        var connection = source.Text("ConnectionStrings:Store", "");
        if (store == StoreKind.Postgres && connection.Length == 0)
        {
            source.Fault("ConnectionStrings:Store is not set: expected where PostgreSQL is, such as Host=127.0.0.1;Database=live;Username=realtime");
        }

        var pack = source.Text("Realtime:Pack", "video");
        var demo = source.Flag("Realtime:Demo", store == StoreKind.DuckDb && connection.Length == 0 && pack == "video");
        if (demo && Path.GetFileName(pack.TrimEnd('/')) != "video") source.Fault($"Realtime:Demo = 'true': the simulated viewers write the tables of pack video, but Realtime:Pack is '{pack}'");

        var polling = ReadPolling(source);
        var auth = AuthSettingsReader.Read(source);
        var hasCollector = ReadOtlp(source);
        var settings = new NodeSettings
        {
            Store = store,
            ConnectionString = connection,
            Pack = pack,
            Demo = demo,
            Origins = source.List("Realtime:Origins"),
            Auth = auth,
            AllowAnonymous = source.Flag("Realtime:Auth:AllowAnonymous", false),
            MaxMessageBytes = source.Number("Realtime:Limits:MessageBytes", 65_536, 1024, 16 << 20),
            ServesMetrics = source.Flag("Realtime:Operations:Metrics", true),
            HasCollector = hasCollector,
            TraceRatio = ReadTraceRatio(source, hasCollector),
            Operations = ReadOperations(source),
            Actors = new RealtimeSettings
            {
                Polling = polling,
                Linger = source.Duration("Realtime:Linger", polling.Interval, TimeSpan.Zero, TimeSpan.FromHours(24)),
                Presence = new PresenceBounds(
                    source.Duration("Realtime:Presence:DiffEvery", PresenceBounds.Default.DiffEvery, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1))),
                Connections = ReadConnections(source) with { NoticeBeforeExpiry = auth.NoticeBefore },
                History = ReadHistory(source),
                Cluster = MembershipSettingsReader.Read(source, store),
            },
        };
        Listeners.Check(configuration, settings.AllowAnonymous || auth.Mode == AuthMode.Jwt, source);
        source.FaultUnknown("Realtime");
        faults = source.Faults;
        return settings;
    }

    /// <summary>The exporter reads the endpoint itself, and would send to another one where it finds none it can read.</summary>
    private static bool ReadOtlp(SettingsSource source)
    {
        const string key = "OTEL_EXPORTER_OTLP_ENDPOINT";
        var found = source.Text(key, "");
        if (found.Length > 0 && !(Uri.TryCreate(found, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            source.Fault($"{key} = '{found}': expected where a collector takes OTLP, such as http://localhost:4317");
        }

        return found.Length > 0;
    }

    private static double ReadTraceRatio(SettingsSource source, bool hasCollector)
    {
        const string key = "Realtime:Operations:TraceRatio";
        var ratio = source.Fraction(key, 0);
        if (ratio > 0 && !hasCollector) source.Fault(FormattableString.Invariant($"{key} = '{ratio}': expected OTEL_EXPORTER_OTLP_ENDPOINT as well, which says where traces go"));
        return ratio;
    }

    private static OperationsSettings ReadOperations(SettingsSource source)
    {
        const string prefix = "Realtime:Operations:";
        var address = source.Text(prefix + "Address", IPAddress.Loopback.ToString());
        if (!IPAddress.TryParse(address, out var parsed)) source.Fault($"{prefix}Address = '{address}': expected an IP address, such as 127.0.0.1 or 0.0.0.0");
        var operations = new OperationsSettings
        {
            Address = parsed ?? IPAddress.Loopback,
            Port = source.Number(prefix + "Port", OperationsSettings.DefaultPort, 0, 65_535),
            Token = source.Text(prefix + "Token", ""),
            Certificate = source.Text(prefix + "Certificate", ""),
            CertificateKey = source.Text(prefix + "CertificateKey", ""),
            ClientAuthority = source.Text(prefix + "ClientAuthority", ""),
        };
        foreach (var fault in operations.Faults(name => prefix + name, TimeProvider.System.GetUtcNow())) source.Fault(fault);
        return operations;
    }

    private static ConnectionSettings ReadConnections(SettingsSource source)
    {
        var outbox = source.Number("Realtime:Limits:OutboxBytes", OutboxLimits.DefaultBytes, 64 << 10, 1 << 30);
        var perNode = source.Number("Realtime:Limits:OutboxBytesPerNode", OutboxLimits.DefaultBytesPerNode, 64 << 10, int.MaxValue);
        if (perNode < outbox) source.Fault($"Realtime:Limits:OutboxBytesPerNode = '{perNode}': expected at least Realtime:Limits:OutboxBytes, which is {outbox}");
        return new ConnectionSettings
        {
            MaxTopics = source.Number("Realtime:Topics:MaxPerConnection", 100, 1, 10_000),
            IdleTimeout = source.Duration("Realtime:Limits:IdleTimeout", TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            StuckTimeout = source.Duration("Realtime:Limits:StuckTimeout", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), MaxStuckTimeout),
            OutboxBytes = outbox,
            OutboxBytesPerNode = perNode,
            Limits = new ConnectionLimits
            {
                Connections = Limit("Connections"),
                ConnectionsPerAddress = Limit("ConnectionsPerAddress"),
                HandshakesPerSecond = Limit("HandshakesPerSecond"),
                JoinsPerSecond = Limit("JoinsPerSecond"),
                MessagesPerSecond = Limit("MessagesPerSecond"),
                ColdTopicsPerUser = Limit("ColdTopicsPerUser"),
                TopicsPerNode = Limit("TopicsPerNode"),
                MetaBytes = source.Number("Realtime:Limits:MetaBytes", JoinParameters.MaxMetaBytes, 0, 16 << 10),
            },
        };

        int Limit(string name) => source.Number("Realtime:Limits:" + name, 0, 0, int.MaxValue);
    }

    private static HistorySettings ReadHistory(SettingsSource source)
    {
        var otherwise = new HistorySettings();
        var history = new HistorySettings
        {
            Ticks = source.Number("Realtime:History:Ticks", otherwise.Ticks, 0, 10_000),
            BytesPerTopic = source.Number("Realtime:History:BytesPerTopic", otherwise.BytesPerTopic, 0, 64 << 20),
            BytesPerNode = source.Number("Realtime:History:BytesPerNode", (int)otherwise.BytesPerNode, 0, int.MaxValue),
        };
        if (history.Keeps && history.BytesPerTopic > history.BytesPerNode)
        {
            source.Fault($"Realtime:History:BytesPerTopic = '{history.BytesPerTopic}': expected at most Realtime:History:BytesPerNode, which is {history.BytesPerNode}");
        }

        return history;
    }

    private static PollingSettings ReadPolling(SettingsSource source)
    {
        var interval = source.Duration("Realtime:Interval", TimeSpan.FromSeconds(5), PollingSettings.MinInterval, PollingSettings.MaxInterval);
        var timeout = source.Duration("Realtime:Polling:Timeout", PollingSettings.DefaultTimeout(interval), TimeSpan.FromMilliseconds(50), MaxPollTimeout);
        if (timeout >= interval) source.Fault($"Realtime:Polling:Timeout = '{timeout:c}': expected less than Realtime:Interval, which is {interval:c}");
        return new PollingSettings
        {
            Interval = interval,
            Timeout = timeout,
            Phases = source.Number("Realtime:Polling:Phases", 8, 1, 64),
            BatchSize = source.Number("Realtime:Polling:BatchSize", 5000, 1, 100_000),
            Concurrency = source.Number("Realtime:Polling:Concurrency", 2, 1, 64),
            HiddenFactor = source.Number("Realtime:Polling:HiddenFactor", 6, 1, 60),
        };
    }
}
