using System.Diagnostics;
using Realtime.Local;

namespace Realtime.Bench.Soaking;

/// <summary>Looks at a member's memory every five seconds, and lays a line through what it saw.</summary>
internal sealed class MemoryLine
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<(double Hours, double Megabytes)> _seen = [];

    public MemoryLine(Member member, CancellationToken stop) => _ = LookAsync(member, stop);

    /// <summary>Slope of the line through the second half, by least squares, in MB: what a member takes once for all lies in the first half.</summary>
    public double GrowthInAnHour
    {
        get
        {
            lock (_gate)
            {
                var half = _seen[(_seen.Count / 2)..];
                var (hours, megabytes) = (half.Average(one => one.Hours), half.Average(one => one.Megabytes));
                var over = half.Sum(one => (one.Hours - hours) * (one.Hours - hours));
                return over > 0 ? half.Sum(one => (one.Hours - hours) * (one.Megabytes - megabytes)) / over : 0;
            }
        }
    }

    private async Task LookAsync(Member member, CancellationToken stop)
    {
        for (var clock = Stopwatch.StartNew(); member.IsRunning && !stop.IsCancellationRequested;)
        {
            var megabytes = Footprint.Of(member).MemoryMegabytes;
            lock (_gate) _seen.Add((clock.Elapsed.TotalHours, megabytes));
            await Task.Delay(Every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
