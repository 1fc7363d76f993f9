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

    /// <summary>
    /// A linked list: anybody adds at its end, one thread at a time takes from its beginning. While it is empty it holds one node, always the same: what held a message is
    /// garbage as soon as that was taken, and not something that the collector finds alive in every actor that had one.
    /// </summary>
    public sealed class Queue : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        private readonly Node _none = new();
        private Node _first;
        private Node _last;

        /// <summary>An empty one.</summary>
        public Queue() => _first = _last = _none;

        /// <inheritdoc/>
        public bool HasMessages => _first != _none || Volatile.Read(ref _last) != _none;

        /// <summary>How many messages wait: counted by walking along them.</summary>
        public int Count
        {
            get
            {
                var count = 0;
                for (var node = Volatile.Read(ref _first); node is not null; node = Volatile.Read(ref node.Next)) count += node == _none ? 0 : 1;
                return count;
            }
        }

        /// <inheritdoc/>
        public void Enqueue(IActorRef receiver, Envelope envelope) => Append(new Node { Envelope = envelope });

        /// <inheritdoc/>
        public bool TryDequeue(out Envelope envelope)
        {
            if (_first == _none && Volatile.Read(ref _none.Next) is { } after) (_first, _none.Next) = (after, null);
            var node = _first;
            if (node != _none && Volatile.Read(ref node.Next) is null && Volatile.Read(ref _last) == node) Append(_none);
            // Null while a sender is between the two steps of adding: the actor is scheduled again for as long as there is something.
            if (node == _none || Volatile.Read(ref node.Next) is not { } next)
            {
                envelope = default;
                return false;
            }

            envelope = node.Envelope;
            _first = next;
            // One that has grown old would keep all that come after it alive until it is collected itself.
            node.Next = null;
            return true;
        }

        /// <inheritdoc/>
        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            var wait = default(SpinWait);
            while (HasMessages)
            {
                if (TryDequeue(out var envelope)) deadletters.Enqueue(owner, envelope);
                else wait.SpinOnce();
            }
        }

        /// <summary>The node hangs on none: its <see cref="Node.Next"/> is null.</summary>
        private void Append(Node node) => Volatile.Write(ref Interlocked.Exchange(ref _last, node).Next, node);

        private sealed class Node
        {
            public Envelope Envelope;
            public Node? Next;
        }
    }
}
