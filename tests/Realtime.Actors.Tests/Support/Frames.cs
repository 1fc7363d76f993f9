using System.Buffers;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Actors.Polling;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Support;

/// <summary>Frames as an owner sends them, and what a browser reads of them.</summary>
internal static class Frames
{
    public const long Interval = 5_000;

    public static readonly TopicKey Key = new("acme");

    public static DataFrame Snapshot(long seq, string rows = "[1]", string epoch = "e1", string dataSet = "viewers", long? nextDue = null, long? now = null) => Frame(
        new FrameHeader(FrameKind.Snapshot, epoch, seq, nextDue ?? seq + Interval, seq, now ?? seq, FrameState.Live), seq, dataSet,
        FrameWriter.SnapshotTail(["value"], ["value"], Encoding.UTF8.GetBytes(rows)));

    public static DataFrame Progress(long seq, long @base, string epoch = "e1", string dataSet = "viewers", string? failing = null) => Frame(
        new FrameHeader(
            FrameKind.Progress, epoch, seq, seq + Interval, seq, seq, failing is null ? FrameState.Live : FrameState.Failing, failing is null ? null : seq, failing),
        @base, dataSet, []);

    /// <summary>A changed result that says what changed as well.</summary>
    public static DataFrame Changed(long seq, long @base, string rows = "[1]", string upsert = "[1]", string epoch = "e1", string dataSet = "viewers")
    {
        var frame = Snapshot(seq, rows, epoch, dataSet);
        var tail = FrameWriter.DeltaTail(Encoding.UTF8.GetBytes(upsert), []);
        return frame with { Delta = new FrameDelta(@base, Payload(frame.Header with { Kind = FrameKind.Delta, Base = @base }, tail), tail.Length) };
    }

    /// <summary>A payload with the whole result.</summary>
    public static ReadOnlyMemory<byte> SnapshotOf(DataSet dataSet, IReadOnlyList<string> columns, ResultRows rows, long seq, string epoch = "e1") => Payload(
        new FrameHeader(FrameKind.Snapshot, epoch, seq, seq + Interval, seq, seq, FrameState.Live),
        FrameWriter.SnapshotTail(dataSet.Key, columns, rows.Json.Span, dataSet.TimeColumn));

    /// <summary>A payload with what changed.</summary>
    public static ReadOnlyMemory<byte> DeltaOf(RowDelta delta, long @base, long seq, string epoch = "e1") => Payload(
        new FrameHeader(FrameKind.Delta, epoch, seq, seq + Interval, seq, seq, FrameState.Live, Base: @base),
        FrameWriter.DeltaTail(delta.Upsert.Json.Span, delta.Remove.Json.Span));

    public static Channel Channel(ISocketCarrier carrier, int joinRef = 1, IActorRef? connection = null, Outbox? outbox = null) =>
        new(Key, Encoding.UTF8.GetBytes($"\"{joinRef}\""), MessageWriter.Token(Key.Topic), outbox ?? new Outbox(carrier, new OutboxLimits()), connection ?? ActorRefs.Nobody);

    public static OutFrame Out(string text, FrameKind kind, string dataSet = "viewers") => new(Encoding.UTF8.GetBytes(text), dataSet, kind);

    public static JsonElement Json(this ReadOnlyMemory<byte> payload) => JsonDocument.Parse(payload).RootElement;

    public static string Text(this JsonElement payload, string name) => payload.GetProperty(name).ToString();

    private static DataFrame Frame(FrameHeader header, long @base, string dataSet, byte[] tail) =>
        new(Key, dataSet, header, @base, Payload(header, tail), tail.Length);

    private static ReadOnlyMemory<byte> Payload(FrameHeader header, byte[] tail)
    {
        var payload = new ArrayBufferWriter<byte>();
        FrameWriter.Write(payload, header, tail);
        return payload.WrittenMemory;
    }
}
