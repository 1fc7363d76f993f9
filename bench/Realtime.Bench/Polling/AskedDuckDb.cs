using System.Data.Common;
using DuckDB.NET.Data;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Polling;

/// <summary>DuckDB in a file, on as many threads as there are statements at a time, so that its CPU is that of the threads that call it, reading of the rows included.</summary>
internal sealed class AskedDuckDb : AskedStore
{
    /// <summary>How the node calls the threads that run its statements.</summary>
    private const string Threads = "duckdb-";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-bench-duckdb-");

    public override string[] NodeArguments => ["--Realtime:Store=duckdb", $"--ConnectionStrings:Store={ConnectionString}"];

    protected override string Keys => "(select unnest($1::varchar[]) as k) as t";

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "events.db")};threads=1";

    /// <summary>Makes one.</summary>
    public static AskedStore Start()
    {
        var store = new AskedDuckDb();
        try
        {
            using var connection = store.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Filling;
            command.ExecuteNonQuery();
            return store;
        }
        catch
        {
            store._folder.Delete(recursive: true);
            throw;
        }
    }

    public override DbConnection Open()
    {
        var connection = new DuckDBConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    public override DbCommand Command(DbConnection connection, string sql, string[] keys)
    {
        var command = ((DuckDBConnection)connection).CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new DuckDBParameter(keys.ToList()));
        return command;
    }

    public override TimeSpan Cpu(ServerProcess? node) => node is null
        ? Environment.CpuUsage.TotalTime
        : Directory.GetDirectories($"/proc/{node.Id}/task").Where(IsStatements).Aggregate(TimeSpan.Zero, (sum, thread) => sum + OnCore(thread));

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override string OneOf(string column) => $"{column} in (select unnest($1::varchar[]))";

    private static bool IsStatements(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).StartsWith(Threads, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It ended between the list and this look.
            return false;
        }
    }
}
