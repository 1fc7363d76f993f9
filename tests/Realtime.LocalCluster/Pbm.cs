using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Realtime.Testing;

namespace Realtime.Local;

/// <summary>What one run of the operators' program came to.</summary>
/// <param name="Exit">Its exit code.</param>
/// <param name="Lines">What it wrote.</param>
/// <param name="Error">What it wrote to the error stream.</param>
public sealed record PbmAnswer(int Exit, IReadOnlyList<string> Lines, string Error)
{
    /// <summary>All of it, for a failure's message.</summary>
    public override string ToString() => $"exit {Exit}{Environment.NewLine}{string.Join(Environment.NewLine, Lines)}{Environment.NewLine}{Error}";
}

/// <summary>The operators' program, as a process that talks to a member.</summary>
public sealed class Pbm : IAsyncDisposable
{
    /// <summary>A command waits at most ten seconds for members that do not answer; the rest is for a busy machine.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private Pbm(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Keep(_lines, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(_errors, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts a command and waits for nothing.</summary>
    /// <param name="at">The member it asks.</param>
    /// <param name="command">Palette, command and switches, with blanks between them.</param>
    public static Pbm Start(Member at, string command)
    {
        var info = Interruptible.Dotnet([BuiltProgram.Pbm, $"127.0.0.1:{at.OperationsPort.ToString(CultureInfo.InvariantCulture)}", .. command.Split(' ')]);
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        return new Pbm(Process.Start(info) ?? throw new InvalidOperationException("dotnet did not start"));
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<PbmAnswer> RunAsync(Member at, string command)
    {
        await using var pbm = Start(at, command);
        return await pbm.EndedAsync();
    }

    /// <summary>Waits until it has written a line that holds a text.</summary>
    public Task SaysAsync(string text) => Eventually.HoldsAsync(
        () => _lines.Any(line => line.Contains(text, StringComparison.Ordinal)), $"pbm says '{text}'", EndsWithin);

    /// <summary>Presses Ctrl-C.</summary>
    public Task InterruptAsync() => ProcessSignal.SendAsync(_process.Id, "INT");

    /// <summary>Waits until it has ended.</summary>
    public async Task<PbmAnswer> EndedAsync()
    {
        using var patience = new CancellationTokenSource(EndsWithin);
        await _process.WaitForExitAsync(patience.Token);
        return new PbmAnswer(_process.ExitCode, [.. _lines], string.Join(Environment.NewLine, _errors));
    }

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Keep(ConcurrentQueue<string> to, string? line)
    {
        if (line is not null) to.Enqueue(line);
    }
}
