using System.ComponentModel;
using System.Diagnostics;

namespace Realtime.Local.Networks;

/// <summary>Runs iproute2's <c>ip</c>, which takes milliseconds: the end of this process cannot await.</summary>
internal static class IpCommand
{
    /// <summary>Runs lines as they would follow <c>ip</c> on a command line, in one namespace, until the first that fails.</summary>
    /// <param name="space">Its name; null: the machine's own.</param>
    /// <param name="lines">Such as <c>link set back up</c>.</param>
    /// <exception cref="InvalidOperationException">One of them failed, or there is no <c>ip</c>; says why.</exception>
    public static void Run(string? space, params IEnumerable<string> lines)
    {
        string[] where = space is null ? [] : ["-n", space];
        using var process = Start([.. where, "-batch", "-"]);
        foreach (var line in lines) process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ip ended with {process.ExitCode}: {errors.ReplaceLineEndings(" ").Trim()}");
    }

    /// <summary>The processes that run in a namespace.</summary>
    public static IReadOnlyList<int> Processes(string space)
    {
        using var process = Start(["netns", "pids", space]);
        var found = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            var info = new ProcessStartInfo("ip", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            return Process.Start(info) ?? throw new InvalidOperationException("ip did not start");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"iproute2's ip cannot be started: {e.Message}", e);
        }
    }
}
