using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Realtime.Actors;

/// <summary>
/// The mailbox of every actor here: unbounded, first in, first out, and next to nothing while it is empty. The usual one keeps room for 32 messages for good, a
/// kilobyte for each of the tens of thousands of actors that mostly have none.
/// </summary>
/// <param name="settings">Of the actor system.</param>
/// <param name="config">Of this kind of mailbox; nothing of it is read.</param>
public sealed class LeanMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<LeanMailbox.Queue>
{
    /// <summary>Makes it the one that actors get which ask for none.</summary>
    public static string Conf => $"akka.actor.default-mailbox.mailbox-type = \"{typeof(LeanMailbox).FullName}, {typeof(LeanMailbox).Assembly.GetName().Name}\"";

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue();

    /// <summary>A linked list: anybody adds at its end, one thread at a time takes from its beginning.</summary>
    public sealed class Queue : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        /// <summary>Its message was taken; those to come hang on it.</summary>
        private Node _taken;

        private Node _last;

        /// <summary>An empty one.</summary>
        public Queue() => _taken = _last = new Node(default);

        /// <inheritdoc/>
        public bool HasMessages => Volatile.Read(ref _last) != _taken;

        /// <summary>How many messages wait: counted by walking along them.</summary>
        public int Count
        {
            get
            {
                var count = 0;
                for (var node = Volatile.Read(ref _taken.Next); node is not null; node = Volatile.Read(ref node.Next)) count++;
                return count;
            }
        }

        /// <inheritdoc/>
        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            var node = new Node(envelope);
            // Until it hangs on the one before it is there but cannot be taken; whoever looks in between is scheduled again by this sender.
            Volatile.Write(ref Interlocked.Exchange(ref _last, node).Next, node);
        }

        /// <inheritdoc/>
        public bool TryDequeue(out Envelope envelope)
        {
            if (Volatile.Read(ref _taken.Next) is not { } node)
            {
                envelope = default;
                return false;
            }

            envelope = node.Envelope;
            node.Envelope = default;
            // An old node that still pointed here would keep all that come after it alive until it is collected itself.
            _taken.Next = null;
            _taken = node;
            return true;
        }

        /// <inheritdoc/>
        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            while (TryDequeue(out var envelope)) deadletters.Enqueue(owner, envelope);
        }

        private sealed class Node(Envelope envelope)
        {
            public Envelope Envelope = envelope;
            public Node? Next;
        }
    }
}
