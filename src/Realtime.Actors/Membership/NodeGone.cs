using Akka.Actor;

namespace Realtime.Actors.Membership;

/// <summary>A member left the cluster for good.</summary>
/// <param name="Address">Where it was.</param>
/// <param name="NodeUid">Its incarnation: a node that restarts on the same address is a new one.</param>
/// <param name="Crashed">It was downed; false: it left in order, and handed over what it ran.</param>
internal sealed record NodeGone(Address Address, long NodeUid, bool Crashed) : INoSerializationVerificationNeeded;
