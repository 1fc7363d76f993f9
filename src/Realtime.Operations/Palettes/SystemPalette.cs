using Realtime.Actors.Operations;
using Realtime.Operations.Commands;

namespace Realtime.Operations.Palettes;

/// <summary><c>system</c>: what the processes of the cluster are and run on.</summary>
internal sealed class SystemPalette(ClusterInquiry inquiry)
{
    public Palette Palette => new(
        "system", "the processes of the cluster",
        new Command("info", "version, machine, memory and CPU of every member", call => TellAsync(call, new TextTable(
            new("NODE", "node"), new("VERSION", "version"), new("PROCESS", "process"), new("MACHINE", "machine"), new("RUNTIME", "runtime"), new("CORES", "cores"), new("GC", "gc"),
            new("MEMORY", "memory_bytes", TextTable.Bytes), new("HEAP", "heap_bytes", TextTable.Bytes), new("CPU S", "cpu_seconds"), new("THREADS", "threads"), new("FILES", "open_files")))),
        new Command("uptime", "how long every member has been running", call => TellAsync(call, new TextTable(
            new("NODE", "node"), new("UPTIME", "uptime_seconds", TextTable.Span), new("STARTED", "started")))));

    private async Task TellAsync(CommandCall call, TextTable table) =>
        await call.RowsAsync(call.Gather(await inquiry.AskAsync("info", []).ConfigureAwait(false)), table).ConfigureAwait(false);
}
