using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Realtime.Bench.Servers;

namespace Realtime.Bench.Results;

/// <summary>On what figures were taken: without it they say nothing.</summary>
/// <param name="Cores">Logical ones.</param>
/// <param name="MemoryMegabytes">That this process may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="Load">How many threads wanted to run in the last minute, before the first run; null where the system does not tell.</param>
internal sealed record Machine(int Cores, long MemoryMegabytes, string System, string Runtime, string? Load)
{
    private const string LoadFile = "/proc/loadavg";

    /// <summary>What was built here, before anybody could change it.</summary>
    [JsonIgnore]
    public Commit Commit { get; } = Commit.Of(BenchFolder.Path);

    /// <summary>This one, now.</summary>
    public static Machine Here() => new(
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        File.Exists(LoadFile) ? File.ReadAllText(LoadFile).Split(' ')[0] : null);
}
