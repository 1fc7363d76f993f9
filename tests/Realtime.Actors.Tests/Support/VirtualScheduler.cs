using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;

namespace Realtime.Actors.Tests.Support;

/// <summary>The test kit's scheduler with a monotonic clock that is virtual as well: the kit's own shows real time.</summary>
public sealed class VirtualScheduler(Config config, ILoggingAdapter log) : TestScheduler(config, log), IScheduler, ITimeProvider
{
    private static readonly DateTimeOffset Zero = DateTimeOffset.UnixEpoch;

    TimeSpan ITimeProvider.MonotonicClock => Now - Zero;

    TimeSpan ITimeProvider.HighResMonotonicClock => Now - Zero;
}
