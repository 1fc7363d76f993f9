using System.Buffers;
using Akka.Actor;
using Realtime.Actors.Topics;
using Realtime.Bench.Feed;
using Realtime.Protocol;

namespace Realtime.Bench.Product;

/// <summary>
/// Tells the topic's relay of this node frames as the topic's owner would, in its name: snapshots with one row, the payload. The data sets take turns.
/// From the relay on all is the product's own.
/// </summary>
internal sealed class OwnerInPlace(ActorSystem system) : IBroadcaster
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TopicKey Topic = new("bench");
    private static readonly long Hour = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    private IActorRef _relay = ActorRefs.Nobody;
    private IActorRef _owner = ActorRefs.Nobody;
    private long _firstSeq;

    /// <summary>Finds both. Its frames are newer than all that the owner itself sent, and the next is never late: nothing but them comes.</summary>
    public async ValueTask PrepareAsync()
    {
        if (_firstSeq > 0) return;
        _relay = await system.ActorSelection("/user/relays/*").ResolveOne(Patience);
        _owner = await system.ActorSelection($"/system/sharding/{RealtimeRegion.Name}/*/{Topic}").ResolveOne(Patience);
        _firstSeq = Now + Hour;
    }

    public ValueTask BroadcastAsync(long n, byte[] payload)
    {
        byte[] row = [(byte)'[', .. payload, (byte)']'];
        var tail = FrameWriter.SnapshotTail(["frame"], ["frame"], row);
        var header = new FrameHeader(FrameKind.Snapshot, "bench", _firstSeq + n, Now + Hour, Now, Now, FrameState.Live);
        var encoded = new ArrayBufferWriter<byte>(256 + tail.Length);
        FrameWriter.Write(encoded, header, tail);
        _relay.Tell(new DataFrame(Topic, FeedDataSets.Names[n % FeedDataSets.Count], header, header.Seq!.Value, encoded.WrittenMemory, tail.Length), _owner);
        return ValueTask.CompletedTask;
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
