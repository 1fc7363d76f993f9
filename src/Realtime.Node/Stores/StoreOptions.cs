namespace Realtime.Node.Stores;

/// <summary>Bounds of what a store may cost this node and its server.</summary>
public sealed record StoreOptions
{
    /// <summary>
    /// Longest a statement may run; 4 s by default. The server (PostgreSQL) or the node (DuckDB) ends it then, whether or not the caller still waits.
    /// Keep it below the poll interval; from 100 ms to 10 s.
    /// </summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest to wait for a new connection; 3 s by default. Whole seconds, at least 1. PostgreSQL only.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Most statements at once: connections of PostgreSQL (8 suit it), threads of DuckDB (2, each statement may use two cores). 1 to 64.</summary>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>Most statements that wait for one of DuckDB's threads; 256 by default. Past it a statement fails at once with <c>Timeout</c>.</summary>
    public int QueueLimit { get; init; } = 256;
}
