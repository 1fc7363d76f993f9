using System.Diagnostics;
using System.Globalization;
using System.Text;
using Realtime.Testing;

namespace Realtime.Pbm.Tests.Support;

/// <summary>The program itself as a process, with pipes for all it reads and writes.</summary>
internal sealed class PbmProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private PbmProcess(ProcessStartInfo info)
    {
        _process = Process.Start(info)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The program that was built with these tests.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "pbm.dll");

    /// <summary>Starts it.</summary>
    public static PbmProcess Start(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = Interruptible.Dotnet([Path, .. arguments]);
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        info.StandardOutputEncoding = Encoding.UTF8;
        info.Environment.Remove("PBM_TOKEN");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) info.Environment[name] = value;
        return new PbmProcess(info);
    }

    /// <summary>Starts it with nothing more to read, and waits for its end.</summary>
    public static async Task<Ended> RunAsync(params string[] arguments) => await RunAsync(arguments, input: "");

    /// <summary>Starts it with something to read, and waits for its end.</summary>
    public static async Task<Ended> RunAsync(string[] arguments, string input, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var pbm = Start(arguments, environment);
        await pbm._process.StandardInput.WriteAsync(input);
        pbm._process.StandardInput.Close();
        return await pbm.EndAsync();
    }

    /// <summary>The next line it prints.</summary>
    public async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Deadline);

    /// <summary>Nobody reads what it prints any more.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    /// <summary>Presses Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-s", "INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="outputRead">Whether its output was closed, so that none can be given.</param>
    public async Task<Ended> EndAsync(bool outputRead = true)
    {
        var output = outputRead ? await _process.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Deadline) : "";
        await _process.WaitForExitAsync().WaitAsync(Eventually.Deadline);
        return new Ended(_process.ExitCode, output, await _errors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}

/// <summary>How it ended.</summary>
/// <param name="Exit">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it said on the error stream.</param>
internal sealed record Ended(int Exit, string Output, string Errors);
