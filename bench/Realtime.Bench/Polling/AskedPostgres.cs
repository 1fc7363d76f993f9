using System.Data.Common;
using Npgsql;
using Realtime.Bench.Servers;
using Realtime.Testing;

namespace Realtime.Bench.Polling;

/// <summary>PostgreSQL; its CPU is that of the processes that serve connections.</summary>
internal sealed class AskedPostgres : AskedStore
{
    private readonly PostgresServer _server;

    private AskedPostgres(PostgresServer server) => _server = server;

    public override string[] NodeArguments => ["--Realtime:Store=postgres", $"--ConnectionStrings:Store={_server.ConnectionString}"];

    protected override string Keys => "unnest($1) as t (k)";

    /// <summary>Starts one.</summary>
    public static async Task<AskedStore> StartAsync()
    {
        var server = await PostgresServer.StartAsync("autovacuum=off");
        try
        {
            await PostgresServer.ExecuteAsync(server.ConnectionString, Filling);
            await PostgresServer.ExecuteAsync(server.ConnectionString, "vacuum analyze event");
            return new AskedPostgres(server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection(_server.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Prepared: as cheap as the way it is used can be.</summary>
    public override DbCommand Command(DbConnection connection, string sql, string[] keys)
    {
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)connection) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = keys } } };
        command.Prepare();
        return command;
    }

    public override TimeSpan Cpu(ServerProcess? node) =>
        Directory.GetDirectories("/proc").Where(IsBackend).Aggregate(TimeSpan.Zero, (sum, folder) => sum + OnCore(folder));

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    protected override string OneOf(string column) => $"{column} = any($1)";

    /// <summary>Of any server on this machine: there is no other while this is measured.</summary>
    private static bool IsBackend(string folder)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(folder)[0]) && File.ReadAllText(Path.Combine(folder, "cmdline")) is var line && line.StartsWith("postgres: ", StringComparison.Ordinal) && line.Contains(" 127.0.0.1(", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
