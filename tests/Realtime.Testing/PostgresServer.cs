using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Realtime.Testing;

/// <summary>A PostgreSQL server of the test's own: a fresh cluster in a temporary folder, on a free port of loopback, gone when disposed.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // Enough for any test to look back; a suite that logs every statement must not fill the memory.
    private const int MaxLogLines = 20_000;

    private readonly string _folder;
    private readonly string[] _settings;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private PostgresServer(string folder, string[] settings)
    {
        _folder = folder;
        _settings = settings;
    }

    /// <summary>Its port on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>Its data, with its own log in it when a setting asks for one.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>For the superuser <c>postgres</c>, database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionStringTo("postgres");

    /// <summary>What it logged so far, the oldest lines perhaps dropped.</summary>
    public IReadOnlyCollection<string> LogLines => _log;

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="settings">Lines as in postgresql.conf, such as <c>log_statement=all</c>.</param>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL on this machine, or it does not start; says why.</exception>
    public static Task<PostgresServer> StartAsync(params string[] settings) => StartAsync([], settings);

    /// <summary>Makes a cluster that more than loopback may reach, and starts it.</summary>
    /// <param name="trusted">Ranges of addresses from which anybody may connect, such as <c>10.0.0.0/24</c>; <c>listen_addresses</c> must name where.</param>
    /// <param name="settings">Lines as in postgresql.conf; a later one wins.</param>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL on this machine, or it does not start; says why.</exception>
    public static async Task<PostgresServer> StartAsync(IReadOnlyList<string> trusted, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("realtime-pg-").FullName;
        var server = new PostgresServer(folder, settings);
        try
        {
            await PostgresPrograms.GiveFolderAsync(folder);
            await PostgresPrograms.RunAsync(
                "initdb", "-D", server.DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
            await File.AppendAllLinesAsync(Path.Combine(server.DataFolder, "pg_hba.conf"), trusted.Select(range => $"host all all {range} trust"));
            await server.StartFirstAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>For the superuser <c>postgres</c> and another database.</summary>
    public string ConnectionStringTo(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = "postgres", Database = database, Timeout = 5 }.ConnectionString;

    /// <summary>Makes a database of its own name, so that tests do not meet each other's tables.</summary>
    /// <returns>The connection string to it.</returns>
    public async Task<string> CreateDatabase(string prefix = "test")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{Guid.NewGuid():N}");
        await ExecuteAsync(ConnectionString, $"create database \"{name}\"");
        return ConnectionStringTo(name);
    }

    /// <summary>Runs statements, without parameters.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value of a statement's first row; null when it is null or there is no row.</summary>
    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, with its data and on its port.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) return;
        _process = PostgresPrograms.Start("postgres", [
            "-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}",
            "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "shared_buffers=32MB",
            .. _settings.SelectMany(setting => new[] { "-c", setting })]);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Eventually.HoldsAsync(AnswersAsync, "PostgreSQL answers");
    }

    /// <summary>Stops it as an operator would: connections are cut, data is kept.</summary>
    public Task StopAsync() => EndAsync("INT");

    /// <summary>Stops it as a crash would.</summary>
    public Task CrashAsync() => EndAsync("QUIT");

    /// <summary>Stops it and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync("QUIT");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartFirstAsync()
    {
        // The port may be taken between being found and being bound.
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort.Next();
            try
            {
                await StartAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < 3 && _log.Any(line => line.Contains("Address already in use", StringComparison.Ordinal)))
            {
                _log.Clear();
            }
        }
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
        {
            _process = null;
            throw new InvalidOperationException($"PostgreSQL ended at once: {string.Join(Environment.NewLine, _log)}");
        }

        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task EndAsync(string signal)
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) await PostgresPrograms.SignalAsync(process.Id, signal);
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        await process.WaitForExitAsync(patience.Token);
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _log.Enqueue(line);
        if (_log.Count > MaxLogLines) _log.TryDequeue(out _);
    }
}
