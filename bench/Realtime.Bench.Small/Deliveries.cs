using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Realtime.Actors.Connections;
using Realtime.Protocol;

namespace Realtime.Bench.Small;

/// <summary>What a node does for each frame and browser, but for the socket itself: nothing of it may allocate.</summary>
public class Deliveries
{
    private static readonly TopicKey Key = new("acme");

    private readonly Outbox _outbox;
    private readonly Channel _channel;
    private readonly OutFrame _frame = new(new byte[640], "viewers", FrameKind.Snapshot);
    private readonly OutBatch _batch;

    /// <summary>A client that takes everything at once.</summary>
    public Deliveries()
    {
        _outbox = new Outbox(new ReadyCarrier(), new OutboxLimits());
        _channel = new Channel(Key, [], MessageWriter.Token(Key.Topic), _outbox, ActorRefs.Nobody);
        _batch = new OutBatch([_frame, _frame, _frame, _frame]);
    }

    /// <summary>A frame by itself.</summary>
    [Benchmark]
    public void Frame() => _outbox.Send(_channel, _frame);

    /// <summary>Four that came while their relay was busy.</summary>
    [Benchmark]
    public void FourFrames() => _outbox.Send(_channel, _batch);

    private sealed class ReadyCarrier : ISocketCarrier
    {
        public long Taken => 0;

        public ValueTask SendAsync(ReadOnlyMemory<byte> utf8) => ValueTask.CompletedTask;

        public ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> batch) => ValueTask.CompletedTask;

        public void Start(IActorRef connection)
        {
        }

        public void Resume()
        {
        }

        public void Close(int code, string reason)
        {
        }

        public void Abort()
        {
        }

        public bool TakeHeard() => false;
    }
}
