using System.Collections.Concurrent;
using Akka.Actor;

namespace Realtime.Actors.Tests.Support;

/// <summary>An actor reference without an actor system: keeps what it is told.</summary>
internal sealed class RecordingRef(string name = "recording", Action<object>? onTell = null) : MinimalActorRef
{
    public ConcurrentQueue<object> Told { get; } = [];

    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "test")) / name;

    public override IActorRefProvider Provider => throw new NotSupportedException("This reference belongs to no actor system.");

    protected override void TellInternal(object message, IActorRef sender)
    {
        Told.Enqueue(message);
        onTell?.Invoke(message);
    }
}
