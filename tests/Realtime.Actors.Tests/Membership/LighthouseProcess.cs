using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Realtime.Testing;

namespace Realtime.Actors.Tests.Membership;

/// <summary>A member in a process of its own, observed by what it logs and ended by its id.</summary>
internal sealed class LighthouseProcess : IAsyncDisposable
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    private readonly ConcurrentQueue<(TimeSpan At, string Text)> _lines = new();
    private readonly Process _process;
    private readonly string _seeds;

    private LighthouseProcess(int port, string seeds, IReadOnlyDictionary<string, string>? environment = null)
    {
        (Port, HealthPort, _seeds) = (port, FreePort.Next(), seeds);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lighthouse.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["CLUSTER_IP"] = "127.0.0.1",
                ["CLUSTER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["OPERATIONS_PORT"] = "0",
                ["CLUSTER_SEEDS"] = seeds,
                ["HEALTH_PORT"] = HealthPort.ToString(CultureInfo.InvariantCulture),
                ["Logging__Console__FormatterName"] = "simple",
                ["Logging__Console__FormatterOptions__SingleLine"] = "true",
                ["Logging__LogLevel__Realtime.Membership"] = "Debug",
                ["Logging__Console__FormatterOptions__ColorBehavior"] = "Disabled",
            },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Where it tells how it is.</summary>
    public int HealthPort { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>What it ended with.</summary>
    public int Exit => _process.ExitCode;

    /// <summary>Its resident memory now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static TimeSpan Now => Clock.Elapsed;

    public string Output => string.Join(Environment.NewLine, _lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.At.TotalSeconds:0.00} {Port} {l.Text}")));

    /// <summary>Starts members that know each other and waits until each sees all.</summary>
    /// <param name="count">How many.</param>
    /// <param name="environment">What each of them is told beside its ports, by its number; null = nothing.</param>
    public static async Task<LighthouseProcess[]> StartAsync(int count, Func<int, IReadOnlyDictionary<string, string>>? environment = null)
    {
        var ports = Enumerable.Range(0, count).Select(_ => FreePort.Next()).ToArray();
        var seeds = string.Join(',', ports.Select(port => $"127.0.0.1:{port}"));
        var members = ports.Select((port, number) => new LighthouseProcess(port, seeds, environment?.Invoke(number))).ToArray();
        try
        {
            // The first seed joins itself after five seconds, the others follow.
            await Eventually.HoldsAsync(() => members.All(m => m.Says($"{count} of {count} members answer")), "all members hear all", TimeSpan.FromSeconds(60));
            return members;
        }
        catch (TimeoutException e)
        {
            foreach (var member in members) await member.DisposeAsync();
            throw WithOutput(e, members);
        }
    }

    /// <summary>The same failure, with what members logged after what never happened.</summary>
    public static TimeoutException WithOutput(TimeoutException failure, IEnumerable<LighthouseProcess> members) =>
        new(string.Join(Environment.NewLine, members.Select(m => m.Output).Prepend(failure.Message)), failure);

    /// <summary>Starts one that waits for seeds of which it is not the first.</summary>
    public static LighthouseProcess StartAlone(int port, string seeds, IReadOnlyDictionary<string, string>? environment = null) => new(port, seeds, environment);

    /// <summary>Starts a successor on the same address.</summary>
    public LighthouseProcess Successor() => new(Port, _seeds);

    /// <summary>When it first logged a line that holds all the parts; null = not yet.</summary>
    public TimeSpan? When(params string[] parts) => WhenAfter(TimeSpan.Zero, parts);

    /// <summary>When it first did so after an instant.</summary>
    public TimeSpan? WhenAfter(TimeSpan since, params string[] parts)
    {
        foreach (var (at, text) in _lines)
        {
            if (at > since && parts.All(part => text.Contains(part, StringComparison.Ordinal))) return at;
        }

        return null;
    }

    public bool Says(params string[] parts) => When(parts) is not null;

    /// <summary>Ends it as a crash does: nothing in it runs any more.</summary>
    public void Crash() => _process.Kill();

    /// <summary>Ends when the process has.</summary>
    public Task ExitedAsync() => _process.WaitForExitAsync();

    /// <summary>Sends it a signal by name, such as STOP.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null) _lines.Enqueue((Now, line));
    }
}
