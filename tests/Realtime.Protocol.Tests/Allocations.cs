namespace Realtime.Protocol.Tests;

/// <summary>Counts the bytes that an action allocates once it is warm.</summary>
internal static class Allocations
{
    private const int Runs = 1_000;

    public static long Of(Action action)
    {
        // The first runs pay for static data and growing buffers.
        for (var i = 0; i < Runs; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
