using System.Buffers;
using System.Buffers.Text;

namespace Realtime.Protocol;

/// <summary>Writes data payloads: an envelope, then for snapshots the rows as they are kept.</summary>
public static class FrameWriter
{
    // -9223372036854775808
    private const int MaxNumberBytes = 20;

    /// <summary>
    /// Writes <c>{"kind":…,"epoch":…, … ,"state":…</c>, then <paramref name="tail"/>, then <c>}</c>. Epoch, seq, next_due and as_of are
    /// always there (null when not known); base, since, reason and moved only when set.
    /// </summary>
    /// <param name="to">Where to.</param>
    /// <param name="header">The envelope.</param>
    /// <param name="tail">What <see cref="SnapshotTail"/> or <see cref="DeltaTail"/> made, or empty.</param>
    public static void Write(IBufferWriter<byte> to, FrameHeader header, ReadOnlySpan<byte> tail)
    {
        to.Write("""{"kind":"""u8);
        to.Write(KindToken(header.Kind));
        to.Write(""","epoch":"""u8);
        if (header.Epoch is null) to.Write(MessageWriter.Null);
        else JsonStringToken.Write(to, header.Epoch);
        if (header.Base is not null) WriteNumber(to, ""","base":"""u8, header.Base);
        WriteNumber(to, ""","seq":"""u8, header.Seq);
        WriteNumber(to, ""","next_due":"""u8, header.NextDue);
        WriteNumber(to, ""","as_of":"""u8, header.AsOf);
        WriteNumber(to, ""","now":"""u8, header.Now);
        to.Write(""","state":"""u8);
        to.Write(StateToken(header.State));
        if (header.Since is not null) WriteNumber(to, ""","since":"""u8, header.Since);
        if (header.Reason is not null)
        {
            to.Write(""","reason":"""u8);
            JsonStringToken.Write(to, header.Reason);
        }

        if (header.MovedGapMs is { } gap)
        {
            to.Write(""","moved":{"gap":"""u8);
            Utf8Formatter.TryFormat(gap / 1000m, to.GetSpan(MaxNumberBytes), out var written);
            to.Advance(written);
            to.Write("}"u8);
        }

        to.Write(tail);
        to.Write("}"u8);
    }

    /// <summary>The rows of a snapshot: <c>,"key":[…],"columns":[…],"rows":[…]</c>, for a series <c>,"key":[],"time":…,"columns":…</c>.</summary>
    /// <param name="key">Names of the key columns; may be empty.</param>
    /// <param name="columns">Names of all columns, in the order of the SQL.</param>
    /// <param name="rows">Rows as JSON arrays with commas between them, without the outer brackets.</param>
    /// <param name="time">Name of the column that tells the points of a series apart; null for tables.</param>
    public static byte[] SnapshotTail(IReadOnlyList<string> key, IReadOnlyList<string> columns, ReadOnlySpan<byte> rows, string? time = null)
    {
        var names = new ArrayBufferWriter<byte>();
        names.Write(""","key":["""u8);
        WriteNames(names, key);
        if (time is not null)
        {
            names.Write("""],"time":"""u8);
            JsonStringToken.Write(names, time);
            names.Write(""","columns":["""u8);
        }
        else
        {
            names.Write("""],"columns":["""u8);
        }

        WriteNames(names, columns);
        return [.. names.WrittenSpan, .. """],"rows":["""u8, .. rows, (byte)']'];
    }

    /// <summary>The rows of a delta: <c>,"upsert":[…],"remove":[…]</c>.</summary>
    /// <param name="upsert">Rows that are new or changed, complete, as JSON arrays with commas between them, without the outer brackets.</param>
    /// <param name="remove">The key columns of the rows that went, likewise.</param>
    public static byte[] DeltaTail(ReadOnlySpan<byte> upsert, ReadOnlySpan<byte> remove) =>
        [.. ""","upsert":["""u8, .. upsert, .. """],"remove":["""u8, .. remove, (byte)']'];

    private static void WriteNames(ArrayBufferWriter<byte> to, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (i > 0) to.Write(","u8);
            JsonStringToken.Write(to, names[i]);
        }
    }

    private static void WriteNumber(IBufferWriter<byte> to, ReadOnlySpan<byte> name, long? value)
    {
        to.Write(name);
        if (value is null)
        {
            to.Write(MessageWriter.Null);
            return;
        }

        Utf8Formatter.TryFormat(value.Value, to.GetSpan(MaxNumberBytes), out var written);
        to.Advance(written);
    }

    private static ReadOnlySpan<byte> KindToken(FrameKind kind) => kind switch
    {
        FrameKind.Snapshot => "\"snapshot\""u8,
        FrameKind.Delta => "\"delta\""u8,
        FrameKind.Progress => "\"progress\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of frame."),
    };

    private static ReadOnlySpan<byte> StateToken(FrameState state) => state switch
    {
        FrameState.Live => "\"live\""u8,
        FrameState.Late => "\"late\""u8,
        FrameState.Failing => "\"failing\""u8,
        FrameState.Slow => "\"slow\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state of a data set."),
    };
}
