using Akka.Actor;

namespace Realtime.Actors.Membership;

/// <summary>
/// Notices that the whole process stood still: a thread of its own, because a starved pool is no frozen process and a frozen pool cannot say so. It looks at the
/// monotonic clock, which goes on while a process is stopped.
/// </summary>
internal sealed class FreezeWatch : IDisposable
{
    /// <summary>Longer than any pause of the garbage collector meant for a server, shorter than a permit lasts.</summary>
    public static readonly TimeSpan Frozen = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly ITimeProvider _time;
    private readonly Action<TimeSpan> _froze;
    private readonly ManualResetEvent _stopped = new(initialState: false);

    /// <param name="time">The monotonic clock.</param>
    /// <param name="froze">Told for how long it stood still, on the watch's thread.</param>
    public FreezeWatch(ITimeProvider time, Action<TimeSpan> froze)
    {
        (_time, _froze) = (time, froze);
        new Thread(Run) { Name = "freeze-watch", IsBackground = true }.Start();
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose() => _stopped.Set();

    private void Run()
    {
        var before = _time.MonotonicClock;
        while (!_stopped.WaitOne(Step))
        {
            var now = _time.MonotonicClock;
            if (now - before > Frozen) _froze(now - before);
            before = now;
        }

        _stopped.Dispose();
    }
}
