using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Realtime.Testing;

/// <summary>The real node as a process of its own, on a free port of loopback; ended by its id, and it must end well.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>A start on a busy machine takes seconds, most of them for the demo's first viewers.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly HttpClient _http;
    private bool _ended;

    private NodeProcess(Process process, int port)
    {
        _process = process;
        Port = port;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // A test run that is cut short must not leave a node behind.
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Asks it over HTTP.</summary>
    public HttpClient Http => _http;

    /// <summary>Its resident memory now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it wrote so far, both streams.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <param name="settings">Such as <c>Realtime:Interval=00:00:01</c>; they go to its command line.</param>
    public static async Task<NodeProcess> StartAsync(params string[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var node = StartNow(settings: settings);
            try
            {
                await node.ReadyAsync();
                return node;
            }
            catch (InvalidOperationException) when (attempt < 3 && node.Says("address already in use"))
            {
                // The port was free when it was found, and taken before it was bound.
            }
            catch
            {
                node.Kill(null, EventArgs.Empty);
                throw;
            }
        }
    }

    /// <summary>Starts a node and waits for nothing.</summary>
    /// <param name="port">Where it listens; null = a free port, unless <paramref name="settings"/> name <c>urls</c>.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="settings">As for <see cref="StartAsync"/>.</param>
    public static NodeProcess StartNow(int? port = null, IReadOnlyDictionary<string, string>? environment = null, params string[] settings)
    {
        var at = port ?? FreePort.Next();
        string[] listen = settings.Any(s => s.StartsWith("urls=", StringComparison.Ordinal)) ? [] : [$"--urls=http://127.0.0.1:{at}"];
        // Operators' port is one for the whole machine unless it is told; most tests need none.
        string[] operations = settings.Any(s => s.StartsWith("Realtime:Operations:Port=", StringComparison.Ordinal)) ? [] : ["--Realtime:Operations:Port=0"];
        return new NodeProcess(NodeProgram.Start([.. listen, .. operations, .. settings.Select(setting => "--" + setting)], environment), at);
    }

    /// <summary>Whether a line of its output holds a text.</summary>
    public bool Says(string text) => _output.Any(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Everything it wrote, for a failure's message.</summary>
    public string Told() => string.Join(Environment.NewLine, _output);

    /// <summary>Waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended before; says what it wrote.</exception>
    public Task ReadyAsync() => Eventually.HoldsAsync(
        async () =>
        {
            if (_process.HasExited)
            {
                await EndedAsync();
                throw new InvalidOperationException($"the node ended with {_process.ExitCode} before it was ready:{Environment.NewLine}{Told()}");
            }

            return await StatusAsync("/health/ready") == HttpStatusCode.OK;
        },
        "the node is ready",
        ReadyWithin);

    /// <summary>The status of a GET; null while nobody answers.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Waits until it has ended by itself, and all it wrote has come.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndedAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            Kill(null, EventArgs.Empty);
            throw new TimeoutException($"the node did not end:{Environment.NewLine}{Told()}", e);
        }

        _ended = true;
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as an operator would; returns at once.</summary>
    public Task TerminateAsync() => PostgresPrograms.SignalAsync(_process.Id, "TERM");

    /// <summary>Ends it, unless it has ended, and fails unless that went well.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_ended && !_process.HasExited)
        {
            await TerminateAsync();
            var code = await EndedAsync();
            if (code != 0) throw new InvalidOperationException($"the node ended with {code}:{Environment.NewLine}{Told()}");
        }

        var id = _process.Id;
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        _process.Dispose();
        _http.Dispose();
        var orphan = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        if (OperatingSystem.IsLinux() && Directory.Exists(orphan)) throw new InvalidOperationException($"process {id} is still there");
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited) _process.Kill();
    }

    private void Keep(string? line)
    {
        if (line is not null) _output.Enqueue(line);
    }
}
