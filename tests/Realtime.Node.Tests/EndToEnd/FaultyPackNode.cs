using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>
/// A node with pack postgres in which one statement is broken, and three data sets more: one fails for the key <c>bad</c>, one takes too long for the key
/// <c>slow</c>, and one takes too long for everybody, even when it is asked for no topic.
/// </summary>
public sealed class FaultyPackNode(PostgresWorld world) : IAsyncLifetime
{
    private const string List = """
        {"dataSets": [
          {"name": "activity_by_state", "kind": "table", "key": ["state", "application"]},
          {"name": "throughput", "kind": "sampled", "time": "time", "window": "30m"},
          {"name": "statement_age", "kind": "histogram", "key": ["bucket"]},
          {"name": "longest_running_statements", "kind": "table", "key": ["pid"]},
          {"name": "ratio", "kind": "table", "key": ["id"]},
          {"name": "report", "kind": "table", "key": ["id"]},
          {"name": "endless", "kind": "table", "key": ["id"]}
        ]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("realtime-faulty-").FullName;
    private NodeProcess? _node;

    /// <summary>The node, started when the first test asks.</summary>
    public async Task<NodeProcess> NodeAsync()
    {
        if (_node is not null) return _node;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "datasets", "postgres"), "*.sql"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        await WriteAsync("pack.json", List);
        await WriteAsync("statement_age.postgres.sql", "select datname::text as topic, no_such_column as bucket from pg_database where datname = any($1)");
        await WriteAsync("ratio.sql", "select k as topic, 1 as id, 1 / (case when k = 'bad' then 0 else 1 end) as value from unnest($1) as t (k)");
        await WriteAsync("report.sql", "select k as topic, 1 as id, case when k = 'slow' then pg_sleep(30)::text end as slept from unnest($1) as t (k)");
        await WriteAsync("endless.sql", """
            with s as materialized (select pg_sleep(30)::text as slept)
            select k as topic, 1 as id, slept from s left join unnest($1) as t (k) on true where k is not null
            """);
        return _node = await NodeProcess.StartAsync(PostgresWorld.Settings((await world.ServerAsync()).ConnectionString, _folder));
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder, file), text);
}
