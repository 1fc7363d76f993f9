namespace Realtime.Protocol.Tests;

/// <summary>
/// Counts the bytes that an action allocates once it is warm. Now and then the runtime allocates something on the thread that runs, once; what the action
/// allocates, it allocates in each round, so the least of them is the action's.
/// </summary>
internal static class Allocations
{
    private const int Runs = 1_000;
    private const int Rounds = 5;

    public static long Of(Action action)
    {
        // The first runs pay for static data and growing buffers.
        for (var i = 0; i < Runs; i++) action();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Runs; i++) action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
