using System.Collections.Immutable;
using System.Globalization;
using System.Runtime;
using System.Text.Json.Nodes;
using Akka.Actor;

namespace Realtime.Actors.Operations;

/// <summary>What every process tells of itself: version, age, memory, clock, limits.</summary>
internal sealed class ProcessQueries(ActorSystem system, ITimeProvider time)
{
    private readonly TimeSpan _startedAt = time.MonotonicClock;
    private readonly DateTimeOffset _started = time.Now;

    public void AddTo(NodeQueries queries) => queries.Add("info", _ => Task.FromResult(NodeRows.Of(Info())));

    private JsonObject Info()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new JsonObject
        {
            ["version"] = ProductVersion.Text,
            ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
            ["os"] = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
            ["machine"] = Environment.MachineName,
            ["process"] = Environment.ProcessId,
            ["started"] = _started.ToString("O", CultureInfo.InvariantCulture),
            ["uptime_seconds"] = Math.Round((time.MonotonicClock - _startedAt).TotalSeconds, 1),
            ["now_ms"] = time.Now.ToUnixTimeMilliseconds(),
            ["cores"] = Environment.ProcessorCount,
            ["gc"] = GCSettings.IsServerGC ? "server" : "workstation",
            ["memory_bytes"] = process.WorkingSet64,
            ["heap_bytes"] = GC.GetTotalMemory(forceFullCollection: false),
            ["cpu_seconds"] = Math.Round(process.TotalProcessorTime.TotalSeconds, 1),
            ["threads"] = process.Threads.Count,
            ["open_files_limit"] = OpenFiles.Limit(),
            ["open_files"] = OpenFiles.Count(),
            ["actor_system"] = system.Name,
        };
    }
}
