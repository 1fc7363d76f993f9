using System.Diagnostics;
using System.Net;
using Realtime.Local.Networks;
using Realtime.Testing;

namespace Realtime.Local;

/// <summary>One member of the cluster: a program that can be started, stopped, killed, frozen, and started again on the same ports.</summary>
public sealed class Member : IAsyncDisposable
{
    /// <summary>A start on a busy machine takes seconds, and a first seed waits five before it makes a cluster of its own.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    /// <summary>Longer than any member gives itself for an orderly end.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(45);

    private readonly string _program;
    private readonly Func<Member, (IEnumerable<string> Arguments, IReadOnlyDictionary<string, string> Environment)> _start;
    private readonly HttpClient _http;
    private MemberOutput? _output;
    private Process? _process;
    private bool _frozen;

    internal Member(
        string name, IReadOnlyList<string> roles, string program, string folder, Place place, Func<Member, (IEnumerable<string>, IReadOnlyDictionary<string, string>)> start)
    {
        (Name, Roles, _program, Place, _start) = (name, roles, program, place, start);
        OutputFile = Path.Combine(folder, name + ".log");
        _http = new HttpClient { BaseAddress = new Uri($"http://{Http}"), Timeout = TimeSpan.FromSeconds(3) };
    }

    /// <summary>Such as <c>node-1</c>.</summary>
    public string Name { get; }

    /// <summary>What it does in the cluster.</summary>
    public IReadOnlyList<string> Roles { get; }

    /// <summary>Where it runs.</summary>
    public Place Place { get; }

    /// <summary>Where it speaks HTTP.</summary>
    public IPEndPoint Http => new(Place.Front, HttpPort);

    /// <summary>Port of <see cref="Http"/>.</summary>
    public int HttpPort { get; } = FixedPort.Next();

    /// <summary>Where the other members reach it.</summary>
    public IPEndPoint Cluster => new(Place.Back, ClusterPort);

    /// <summary>Port of <see cref="Cluster"/>.</summary>
    public int ClusterPort { get; } = FixedPort.Next();

    /// <summary>Where operators reach it, on the loopback of its place.</summary>
    public int OperationsPort { get; } = FixedPort.Next();

    /// <summary>Everything it wrote, over all its starts.</summary>
    public string OutputFile { get; }

    /// <summary>Settings for its next start, beside those of the whole cluster, such as <c>Realtime:Linger=00:00:01</c>.</summary>
    public IReadOnlyList<string> Settings { get; set; } = [];

    /// <summary>Those it was last started with.</summary>
    public IReadOnlyList<string> StartedWith { get; private set; } = [];

    /// <summary>The how-manieth start in the cluster its last one was: the oldest running topic node hosts the coordinator of shards.</summary>
    public long Age { get; private set; }

    /// <summary>Whether its process is there, frozen or not.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Its process; null before the first start.</summary>
    public int? ProcessId => _process?.Id;

    private static long starts;

    /// <summary>Starts it and waits for nothing.</summary>
    public void Start()
    {
        if (IsRunning) throw new InvalidOperationException($"{Name} runs already");
        _process?.Dispose();
        StartedWith = Settings;
        Age = Interlocked.Increment(ref starts);
        var (arguments, environment) = _start(this);
        var (file, all) = Place.Start("dotnet", [_program, .. arguments]);
        var info = new ProcessStartInfo(file, all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Any folder will do: a program's files lie beside it.
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment) info.Environment[name] = value;
        _process = Process.Start(info) ?? throw new InvalidOperationException("dotnet did not start");
        _output ??= new MemberOutput(OutputFile);
        _output.Follow(_process);
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; says what it wrote last.</exception>
    public Task ReadyAsync() => Eventually.HoldsAsync(
        async () =>
        {
            if (!IsRunning) throw new InvalidOperationException($"{Name} ended with {_process?.ExitCode} before it was ready: {_output?.Last}");
            return await StatusAsync("/health/ready") == HttpStatusCode.OK;
        },
        $"{Name} is ready",
        ReadyWithin);

    /// <summary>Status of a GET; null: nobody answers.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
            return response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Body of a GET; empty: nobody answers.</summary>
    public async Task<string> TextAsync(string path)
    {
        try
        {
            return await _http.GetStringAsync(new Uri(path, UriKind.Relative));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return "";
        }
    }

    /// <summary>Ends it as an operator would (SIGTERM) and waits.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndedAsync();
    }

    /// <summary>Sends SIGTERM and waits for nothing.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Ends it as a crash would (SIGKILL) and waits until its process is gone.</summary>
    public async Task KillAsync()
    {
        Running().Kill();
        _frozen = false;
        await EndedAsync();
    }

    /// <summary>Stops it in the middle of whatever it does (SIGSTOP): its sockets stay open, and nothing answers.</summary>
    public async Task FreezeAsync()
    {
        await SignalAsync("STOP");
        _frozen = true;
    }

    /// <summary>Lets it go on (SIGCONT).</summary>
    public async Task ThawAsync()
    {
        _frozen = false;
        await SignalAsync("CONT");
    }

    /// <summary>Waits until its process has ended.</summary>
    /// <returns>The exit code; 137 after SIGKILL.</returns>
    public async Task<int> EndedAsync()
    {
        var process = _process ?? throw new InvalidOperationException($"{Name} was never started");
        using var patience = new CancellationTokenSource(EndsWithin);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>Ends it: orderly if it can, else at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            try
            {
                if (_frozen) await KillAsync();
                else await StopAsync();
            }
            catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
            {
                if (IsRunning) await KillAsync();
            }
        }

        _process?.Dispose();
        _output?.Dispose();
        _http.Dispose();
    }

    /// <summary>For the end of this process itself, when nothing can be waited for.</summary>
    internal void KillNow()
    {
        if (IsRunning) _process!.Kill();
    }

    private Task SignalAsync(string signal) => ProcessSignal.SendAsync(Running().Id, signal);

    private Process Running() => IsRunning ? _process! : throw new InvalidOperationException($"{Name} does not run");
}
