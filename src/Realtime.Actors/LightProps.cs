using Akka.Actor;

namespace Realtime.Actors;

/// <summary>
/// How actors are made of which there are thousands. <c>Props.Create</c> with an expression compiles that expression for each actor, which takes a millisecond and
/// leaves code behind for the garbage collector; a delegate takes neither. For the same reason such actors switch over their messages: registered handlers would be
/// a delegate for every kind of message in each of them.
/// </summary>
internal static class LightProps
{
    /// <summary>Of actors of this node only: a delegate does not travel.</summary>
    /// <param name="create">Makes one; again for each restart.</param>
    public static Props Create<TActor>(Func<TActor> create)
        where TActor : ActorBase => Props.CreateBy(new Producer<TActor>(create));

    private sealed class Producer<TActor>(Func<TActor> create) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => create();

        public void Release(ActorBase actor)
        {
        }
    }
}
