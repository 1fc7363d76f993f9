using Akka.Actor;

namespace Realtime.Actors.Membership;

/// <summary>
/// The fence against a second owner of a topic, one per node: a lease that runs out by itself, so that nothing has to notice in time that the node is cut off
/// or was frozen. <see cref="Pulse"/> extends it while a majority answers, <see cref="FreezeWatch"/> withdraws it.
/// </summary>
/// <remarks>A node starts with the permit: it has no topics before it is a member, and one that stays alone needs nobody's leave.</remarks>
internal sealed class PollPermit(ITimeProvider time) : IPollPermit, IExtension
{
    /// <summary>
    /// How long a majority's answers hold, counted from when they were asked for. An owner that is cut off must fall silent before the others can start its topics:
    /// they need the failure detector's pause (2 s) and the split-brain resolver's stable-after (3 s), 5 s at least, both in <c>cluster.conf</c>. The half
    /// that remains is for a statement under way. Shorter than four lost pings, the permit would come and go with a burst of packet loss.
    /// </summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2.5);

    private const long Forever = long.MaxValue;
    private const long Never = long.MinValue;

    private readonly Lock _writing = new();
    private long _until = Forever;
    private long _lostAt = Never;

    /// <inheritdoc/>
    public bool Granted => time.MonotonicClock.Ticks < Volatile.Read(ref _until);

    /// <summary>The permit of this process's node.</summary>
    public static PollPermit Of(ActorSystem system) => system.WithExtension<PollPermit, PerSystem>();

    /// <summary>Prolongs it, or returns it when the evidence is younger than its loss: answers to earlier pings may have waited in a buffer meanwhile.</summary>
    /// <param name="evidence">When a majority was last known to answer; <see cref="TimeSpan.MaxValue"/>: this member is a majority by itself.</param>
    /// <param name="isAlone">Whether no other member exists: then it never runs out.</param>
    public void Extend(TimeSpan evidence, bool isAlone)
    {
        lock (_writing)
        {
            var now = time.MonotonicClock;
            if (_until != Never && now.Ticks >= _until) (_lostAt, _until) = (_until, Never);
            // While the other members are all too new to count, a permit is kept on trust, but none is returned on it.
            var isTrust = evidence == TimeSpan.MaxValue && !isAlone;
            if (evidence.Ticks <= _lostAt || (isTrust && _until == Never)) return;
            _until = isAlone ? Forever : ((evidence < now ? evidence : now) + Lasts).Ticks;
        }
    }

    /// <summary>Takes it away until a majority has answered a ping sent from now on. Not from a node that is alone: nobody can have taken over from it.</summary>
    /// <returns>Whether there was something to take.</returns>
    public bool Withdraw()
    {
        lock (_writing)
        {
            if (_until == Forever) return false;
            (_lostAt, _until) = (time.MonotonicClock.Ticks, Never);
            return true;
        }
    }

    private sealed class PerSystem : ExtensionIdProvider<PollPermit>
    {
        public override PollPermit CreateExtension(ExtendedActorSystem system) => new(system.Scheduler);
    }
}
