using System.Diagnostics;
using Realtime.Local;

namespace Realtime.Bench;

/// <summary>What a member takes from the machine, as the operating system reports it.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="MemoryMegabytes">Resident.</param>
/// <param name="Cpu">Used since the process began.</param>
internal sealed record Footprint(DateTimeOffset At, double MemoryMegabytes, TimeSpan Cpu)
{
    /// <summary>Of a member that runs, now.</summary>
    public static Footprint Of(Member member)
    {
        using var process = Process.GetProcessById(member.ProcessId ?? throw new InvalidOperationException($"{member.Name} does not run"));
        return new(TimeProvider.System.GetUtcNow(), process.WorkingSet64 / 1_000_000.0, process.TotalProcessorTime);
    }

    /// <summary>CPU used since an earlier one, in percent of one core.</summary>
    public double CpuSince(Footprint earlier) => 100 * (Cpu - earlier.Cpu) / (At - earlier.At);
}
