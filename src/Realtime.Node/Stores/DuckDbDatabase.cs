using DuckDB.NET.Data;

namespace Realtime.Node.Stores;

/// <summary>
/// One DuckDB database in this process: a file, or memory shared by all connections opened here. Whoever writes to it (a simulator) and whoever polls it
/// (<see cref="DuckDbStore"/>) open their own connections; it lives until disposed.
/// </summary>
public sealed class DuckDbDatabase : IDisposable
{
    // An in-memory database ends with its last connection: this one keeps it.
    private readonly DuckDBConnection _root;
    private readonly bool _inMemory;
    private readonly Lock _gate = new();

    /// <summary>Opens the database, or makes it.</summary>
    /// <param name="connectionString">Null or empty = a fresh one in memory; a path = that file; anything with <c>=</c> = a connection string of DuckDB.NET.</param>
    /// <param name="threads">Cores one statement may use, 1 or 2: the node needs the others. A connection string's own <c>threads</c> wins.</param>
    /// <exception cref="DuckDBException">The file cannot be opened or is no database.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public DuckDbDatabase(string? connectionString, int threads = 2)
    {
        var text = string.IsNullOrWhiteSpace(connectionString) ? "Data Source=:memory:"
            : connectionString.Contains('=', StringComparison.Ordinal) ? connectionString
            : $"Data Source={connectionString}";
        var settings = new DuckDBConnectionStringBuilder { ConnectionString = text };
        if (!settings.ContainsKey("threads")) settings["threads"] = threads;
        // What a statement needs is built in; nothing is ever fetched over the network.
        if (!settings.ContainsKey("autoinstall_known_extensions")) settings["autoinstall_known_extensions"] = "false";
        _inMemory = settings.DataSource.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase);
        _root = new DuckDBConnection(settings.ConnectionString);
        try
        {
            _root.Open();
        }
        catch
        {
            _root.Dispose();
            throw;
        }
    }

    /// <summary>A new open connection to this database, which the caller disposes. Its calls block: keep it off the thread pool.</summary>
    public DuckDBConnection OpenConnection()
    {
        lock (_gate)
        {
            // Connections of one process to one file share its database by path; memory has no path to share it by.
            var connection = _inMemory ? _root.Duplicate() : new DuckDBConnection(_root.ConnectionString);
            if (connection.State != System.Data.ConnectionState.Open) connection.Open();
            return connection;
        }
    }

    /// <summary>Ends it; what was in memory is gone.</summary>
    public void Dispose() => _root.Dispose();
}
