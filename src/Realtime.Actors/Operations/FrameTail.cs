using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Protocol;

namespace Realtime.Actors.Operations;

/// <summary>Watches a topic as a browser on this node would, for an operator: what comes is what browsers get.</summary>
public static class FrameTail
{
    /// <summary>Who reads slower than this many frames are sent misses the oldest.</summary>
    private const int MostWaiting = 1000;

    /// <summary>The messages of a topic, as UTF-8 text of the socket protocol, until it is stopped.</summary>
    /// <param name="system">The node's actors.</param>
    /// <param name="relays">The node's relays.</param>
    /// <param name="key">Which topic.</param>
    /// <param name="stop">Ends it: the topic then has one watcher less.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(ActorSystem system, IActorRef relays, TopicKey key, [EnumeratorCancellation] CancellationToken stop)
    {
        var waiting = System.Threading.Channels.Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        var watcher = system.ActorOf(Props.Create(() => new Watching(relays, key, new TailCarrier(waiting.Writer))));
        try
        {
            await foreach (var message in waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false)) yield return message;
        }
        finally
        {
            system.Stop(watcher);
        }
    }

    /// <summary>In the place of a connection: joins, and joins again where the relay fails.</summary>
    private sealed class Watching : ReceiveActor
    {
        private readonly IActorRef _relays;
        private readonly TopicKey _key;
        private readonly Outbox _outbox;
        private Connections.Channel _channel = null!;

        public Watching(IActorRef relays, TopicKey key, ISocketCarrier carrier)
        {
            (_relays, _key, _outbox) = (relays, key, new Outbox(carrier, new OutboxLimits()));
            Receive<ChannelEnded>(_ => Join());
        }

        protected override void PreStart() => Join();

        protected override void PostStop()
        {
            _outbox.Close();
            _relays.Tell(new LeaveTopic(_channel, Ref: null));
        }

        private void Join()
        {
            var reference = "\"1\""u8.ToArray();
            _channel = new Connections.Channel(_key, reference, MessageWriter.Token(_key.Topic), _outbox, Self) { Parameters = new JoinParameters { Presence = PresenceMode.Off } };
            _relays.Tell(new JoinTopic(_channel, reference, Replaces: null));
        }
    }

    private sealed class TailCarrier(ChannelWriter<ReadOnlyMemory<byte>> to) : ISocketCarrier
    {
        public long Taken { get; private set; }

        public ValueTask SendAsync(ReadOnlyMemory<byte> utf8)
        {
            Take(utf8);
            return ValueTask.CompletedTask;
        }

        public ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> batch)
        {
            foreach (var message in batch) Take(message);
            return ValueTask.CompletedTask;
        }

        public void Start(IActorRef connection)
        {
        }

        public void Resume()
        {
        }

        public void Close(int code, string reason) => to.TryComplete();

        public void Abort() => to.TryComplete();

        public bool TakeHeard() => true;

        private void Take(ReadOnlyMemory<byte> message)
        {
            to.TryWrite(message);
            Taken += message.Length;
        }
    }
}
