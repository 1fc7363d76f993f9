using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace Realtime.Actors.Membership;

/// <summary>
/// Suspects a silent member as phi-accrual does, and gives up at once one that is proven dead. Without it a downed member stays until its silence is long
/// enough: the leader removes only who is unreachable. One per monitored member, made by Akka.Cluster (see <c>cluster.conf</c>).
/// </summary>
/// <param name="config">Section <c>akka.cluster.failure-detector</c>.</param>
/// <param name="events">The actor system's event stream.</param>
internal sealed class ProvableFailureDetector(Config config, EventStream events) : PhiAccrualFailureDetector(config, events)
{
    private readonly ProvenDeaths _deaths = ProvenDeaths.Of(events);

    public override bool IsAvailable => !_deaths.Holds(Address) && base.IsAvailable;

    /// <summary>
    /// A heartbeat proves life, whatever was proven before: a new process may have the address. Not the first one: Akka.Cluster makes that up for a member that has
    /// not answered within a second, and such a member may be the very one that just died.
    /// </summary>
    public override void HeartBeat()
    {
        if (IsMonitoring) _deaths.Clear(Address);
        base.HeartBeat();
    }
}
