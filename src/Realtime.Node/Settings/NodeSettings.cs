using System.Collections.Immutable;
using Realtime.Actors;
using Realtime.Node.Auth;
using Realtime.Operations;

namespace Realtime.Node.Settings;

/// <summary>Which kind of store the data sets are asked in.</summary>
internal enum StoreKind
{
    /// <summary>DuckDB in process: one node, demo, tests.</summary>
    DuckDb,

    /// <summary>PostgreSQL, or what speaks its protocol.</summary>
    Postgres,
}

/// <summary>Everything a node is told from outside, read and checked.</summary>
internal sealed record NodeSettings
{
    /// <summary><c>Realtime:Store</c>: <c>duckdb</c> by default.</summary>
    public required StoreKind Store { get; init; }

    /// <summary><c>ConnectionStrings:Store</c>: needed for PostgreSQL; for DuckDB a file, empty = in memory.</summary>
    public required string ConnectionString { get; init; }

    /// <summary><c>Realtime:Pack</c>: name or path, <c>video</c> by default.</summary>
    public required string Pack { get; init; }

    /// <summary><c>Realtime:Demo</c>: whether simulated viewers write into the store; on by default with DuckDB in memory and the video pack.</summary>
    public required bool Demo { get; init; }

    /// <summary><c>Realtime:Origins</c>: hosts whose pages may connect; empty = the server's own.</summary>
    public required ImmutableArray<string> Origins { get; init; }

    /// <summary><c>Realtime:Auth</c>: who may connect.</summary>
    public required AuthSettings Auth { get; init; }

    /// <summary><c>Realtime:Auth:AllowAnonymous</c>: serve anybody on listeners other machines can reach; off by default.</summary>
    public required bool AllowAnonymous { get; init; }

    /// <summary><c>Realtime:Limits:MessageBytes</c>: a longer message of a client closes with 1009; 65,536 by default.</summary>
    public required int MaxMessageBytes { get; init; }

    /// <summary><c>Realtime:Operations:Metrics</c>: whether <c>/metrics</c> is served; on by default.</summary>
    public required bool ServesMetrics { get; init; }

    /// <summary><c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, as every program with OpenTelemetry knows it: whether metrics and traces are sent there; not set = off.</summary>
    public required bool HasCollector { get; init; }

    /// <summary><c>Realtime:Operations:TraceRatio</c>: which part of all ticks is traced, 0 to 1; 0 by default = none. More than 0 needs a collector.</summary>
    public required double TraceRatio { get; init; }

    /// <summary><c>Realtime:Operations</c>: where operators reach the node; 127.0.0.1:9110 by default.</summary>
    public required OperationsSettings Operations { get; init; }

    /// <summary>What the actors are told.</summary>
    public required RealtimeSettings Actors { get; init; }
}
