using Realtime.Testing;

namespace Realtime.Node.Tests.EndToEnd;

/// <summary>One PostgreSQL server that logs every statement, and one node that polls it with pack postgres; both start when the first test asks.</summary>
public sealed class PostgresWorld : IAsyncLifetime
{
    private Task<PostgresServer>? _server;
    private Task<NodeProcess>? _node;

    /// <summary>The server.</summary>
    public Task<PostgresServer> ServerAsync() => _server ??= PostgresServer.StartAsync("log_statement=all", "max_connections=100");

    /// <summary>The node.</summary>
    public Task<NodeProcess> NodeAsync() => _node ??= StartNodeAsync();

    /// <summary>Settings of a node that polls a database.</summary>
    public static string[] Settings(string connectionString, string pack, params string[] more) =>
        ["Realtime:Store=postgres", $"ConnectionStrings:Store={connectionString}", $"Realtime:Pack={pack}", Beats.Setting, .. more];

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_node is not null) await (await _node).DisposeAsync();
        if (_server is not null) await (await _server).DisposeAsync();
    }

    private async Task<NodeProcess> StartNodeAsync() => await NodeProcess.StartAsync(Settings((await ServerAsync()).ConnectionString, "postgres"));
}

/// <summary>Tests of what a server's log of statements says: one by one, as they share it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresWorldCollection : ICollectionFixture<PostgresWorld>
{
    /// <summary>Its name.</summary>
    public const string Name = "end to end on PostgreSQL";
}

/// <summary>Tests of how many topics go into a statement: a node short of CPU leaves one of a thousand for the next, so they run beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietPostgresCollection : ICollectionFixture<PostgresWorld>
{
    /// <summary>Its name.</summary>
    public const string Name = "PostgreSQL beside nothing else";
}
