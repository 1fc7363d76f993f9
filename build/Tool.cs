using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Realtime.Build;

/// <summary>Starts other programs, and passes on to them what ends this one, so that none is left behind.</summary>
public static class Tool
{
    private static volatile bool stopping;

    /// <summary>Windows starts scripts only by their full name.</summary>
    public static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Runs a program on this terminal and returns its exit code.</summary>
    public static int Start(string file, IEnumerable<string> arguments, string? folder = null)
    {
        if (stopping) throw new Missing("a signal asked to stop.");
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder ?? "" };
        // Build servers that outlive the build keep its output pipes open, and who reads them waiting.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = new Process { StartInfo = start };
        var started = new TaskCompletionSource();
        // Before the start, so that no signal falls between. The terminal sends Ctrl-C to every process of its
        // foreground group, so the child has that one already; the others reach only this process.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => stopping = signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, PassOn);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new Missing($"`{file}` could not be started: {error.Message}. Is it installed and on the PATH?");
        }

        started.SetResult();
        process.WaitForExit();
        return process.ExitCode;

        async void PassOn(PosixSignalContext signal)
        {
            stopping = signal.Cancel = true;
            await started.Task;
            if (!OperatingSystem.IsWindows() && !process.HasExited) _ = Kill(process.Id, 15);
        }
    }

    /// <summary>The first line a program prints (empty: none), or null when it is not there or fails.</summary>
    public static string? Ask(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var line = process.StandardOutput.ReadLine();
            process.WaitForExit();
            return process.ExitCode == 0 ? line ?? "" : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs a program and returns its exit code and what it printed on either stream; it must end within five minutes.</summary>
    public static (int Code, string Printed) Hear(string file, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder ?? "", RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"`{file} {string.Join(' ', arguments)}` did not end within five minutes");
            }

            return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
