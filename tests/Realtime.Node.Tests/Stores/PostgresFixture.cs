using Realtime.Testing;

namespace Realtime.Node.Tests.Stores;

/// <summary>One PostgreSQL server for all tests of this project; each test makes a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private PostgresServer? _server;

    /// <summary>The server, started when the first test asks: tests that need none run without it.</summary>
    public async Task<PostgresServer> ServerAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _server ??= await PostgresServer.StartAsync("max_connections=50");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _gate.Dispose();
    }
}

/// <summary>Tests that share the server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "postgres";
}
