using Npgsql;
using Realtime.Local.Networks;
using Realtime.Testing;

namespace Realtime.Local;

/// <summary>Starts the PostgreSQL server that all nodes poll.</summary>
internal static class StoreServer
{
    /// <summary>Without the extension: PostgreSQL chooses it by the log's format.</summary>
    private const string LogName = "statements";

    private static readonly string[] LogSettings =
    [
        // Its collector keeps lines whole that many connections write at once; one JSON object a line.
        "logging_collector=on", "log_destination=jsonlog", "log_directory=log", $"log_filename={LogName}.log", "log_rotation_age=0", "log_rotation_size=0",
        "log_statement=all", "log_timezone=UTC",
    ];

    /// <summary>A server with room for the connections of a dozen nodes.</summary>
    public static async Task<PostgresServer> StartAsync(bool logStatements, Network? network)
    {
        string[] settings = ["max_connections=300", .. logStatements ? LogSettings : [], .. network is null ? Array.Empty<string>() : [$"listen_addresses=127.0.0.1,{network.Machine}"]];
        string[] trusted = network is null ? [] : [network.FrontRange];
        // With the collector a port taken meanwhile is told to the log only.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PostgresServer.StartAsync(trusted, settings);
            }
            catch (InvalidOperationException) when (attempt < 3 && logStatements)
            {
                // Another port next time.
            }
        }
    }

    /// <summary>The log of statements of a server started with them.</summary>
    public static string LogFile(PostgresServer server) => Path.Combine(server.DataFolder, "log", LogName + ".json");

    /// <summary>As one member names itself, so that the store can tell who asked.</summary>
    public static string ConnectionString(PostgresServer server, string member, Network? network)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { ApplicationName = member };
        if (network is not null) connection.Host = network.Machine.ToString();
        return connection.ConnectionString;
    }
}
