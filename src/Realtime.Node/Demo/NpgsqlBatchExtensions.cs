using Npgsql;

namespace Realtime.Node.Demo;

/// <summary>Adds a statement with its parameters to a batch in one line.</summary>
internal static class NpgsqlBatchExtensions
{
    /// <summary>Adds a statement.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="sql">With $1, $2, …</param>
    /// <param name="parameters">Their values; types follow from them.</param>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        batch.BatchCommands.Add(command);
    }
}
