using System.Diagnostics;
using System.Globalization;

namespace Realtime.Local;

/// <summary>Sends a signal to one process, by its id.</summary>
internal static class ProcessSignal
{
    /// <param name="process">Its id.</param>
    /// <param name="signal">Its name, since numbers differ between systems: TERM, STOP, CONT.</param>
    public static async Task SendAsync(int process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0) throw new InvalidOperationException($"signal {signal} did not reach process {process}: it has ended");
    }
}
