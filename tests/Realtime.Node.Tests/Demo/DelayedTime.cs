using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Realtime.Node.Tests.Demo;

/// <summary>
/// A clock driven by hand that tells of each wait: a test moves it only when the code under test has come to its next delay, so nothing is left
/// to luck.
/// </summary>
internal sealed class DelayedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) _delays.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The next wait that begins, or began since the last call.</summary>
    public async Task<TimeSpan> NextDelayAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _delays.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Lets as many waits pass, one after the other, and returns when the one after them has begun.</summary>
    public async Task PassAsync(TimeSpan firstDelay, int waits)
    {
        var delay = firstDelay;
        for (var i = 0; i < waits; i++)
        {
            Advance(delay);
            delay = await NextDelayAsync();
        }
    }
}
