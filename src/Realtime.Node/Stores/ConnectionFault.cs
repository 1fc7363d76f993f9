using DuckDB.NET.Data;
using Realtime.Node.Settings;

namespace Realtime.Node.Stores;

/// <summary>Checks <c>ConnectionStrings:Store</c> before a node starts. A server that is away is no fault: topics say so until it is back.</summary>
internal static class ConnectionFault
{
    /// <summary>What is wrong with it; null: nothing. Never repeats it, it may hold a password.</summary>
    public static string? Of(StoreKind store, string connectionString)
    {
        if (connectionString.Length == 0) return null;
        try
        {
            if (store == StoreKind.Postgres) PostgresConnection.Of(connectionString, new StoreOptions());
            else new DuckDbDatabase(connectionString).Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or DuckDBException)
        {
            var expected = store == StoreKind.Postgres ? "such as Host=127.0.0.1;Database=live;Username=realtime" : "a file that can be opened, or nothing for a database in memory";
            return $"ConnectionStrings:Store cannot be used: {e.Message}; expected {expected}";
        }
    }
}
