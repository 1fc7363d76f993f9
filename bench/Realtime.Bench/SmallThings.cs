using System.Diagnostics;
using Realtime.Bench.Servers;

namespace Realtime.Bench;

/// <summary>Times of what is done for each message: a program of its own, whose report is BenchmarkDotNet's.</summary>
internal static class SmallThings
{
    /// <summary>For a list of what there is.</summary>
    public const string Usage = "[--filter *Deliveries*]";

    /// <summary>Runs it with what it is given.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        using var program = Process.Start("dotnet", [BenchFolder.Built("Realtime.Bench.Small", "realtime-bench-small"), .. arguments]);
        try
        {
            await program.WaitForExitAsync(stop);
            return program.ExitCode;
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }
    }
}
