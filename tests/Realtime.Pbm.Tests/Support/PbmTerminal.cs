using System.Diagnostics;
using System.Text;
using Realtime.Testing;

namespace Realtime.Pbm.Tests.Support;

/// <summary>The program at a terminal: <c>script</c> gives it one, and passes keys and screen on through pipes.</summary>
internal sealed class PbmTerminal : IDisposable
{
    private readonly Process _script;
    private readonly StringBuilder _screen = new();

    private PbmTerminal(Process script)
    {
        _script = script;
        _ = ReadAsync();
    }

    /// <summary>Starts it on a terminal of 100 columns.</summary>
    /// <param name="address">The member.</param>
    /// <param name="state">The folder for its history.</param>
    /// <param name="term">What the terminal says it is.</param>
    public static PbmTerminal Start(string address, string state, string term = "xterm")
    {
        // As Interruptible says: the signal of Ctrl-C may be ignored by whatever started the tests.
        var info = new ProcessStartInfo("script", ["-qec", $"stty cols 100 rows 30; exec env --default-signal=INT dotnet '{PbmProcess.Path}' {address}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        (info.Environment["TERM"], info.Environment["XDG_STATE_HOME"]) = (term, state);
        return new PbmTerminal(Process.Start(info)!);
    }

    /// <summary>Types.</summary>
    public async Task TypeAsync(string keys)
    {
        await _script.StandardInput.WriteAsync(keys);
        await _script.StandardInput.FlushAsync();
    }

    /// <summary>Waits until the screen got a text, and forgets what came up to it: what is looked for next must come after.</summary>
    public Task SeesAsync(string text) => Eventually.HoldsAsync(
        () =>
        {
            lock (_screen)
            {
                var at = _screen.ToString().IndexOf(text, StringComparison.Ordinal);
                if (at < 0) return false;
                _screen.Remove(0, at + text.Length);
                return true;
            }
        },
        $"the terminal shows '{text}'");

    /// <summary>Whether a text is on the screen now, past what was seen.</summary>
    public bool Shows(string text)
    {
        lock (_screen) return _screen.ToString().Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _script.WaitForExitAsync().WaitAsync(Eventually.Deadline);
        return _script.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Its terminal goes with it, and the program with its terminal.
        if (!_script.HasExited) _script.Kill(entireProcessTree: true);
        _script.Dispose();
    }

    private async Task ReadAsync()
    {
        var some = new char[4096];
        while (await _script.StandardOutput.ReadAsync(some) is > 0 and var read)
        {
            lock (_screen) _screen.Append(some, 0, read);
        }
    }
}
