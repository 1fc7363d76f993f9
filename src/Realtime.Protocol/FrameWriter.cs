using System.Buffers;

namespace Realtime.Protocol;

/// <summary>Writes data payloads: an envelope, then for snapshots the rows as they are kept.</summary>
public static class FrameWriter
{
    /// <summary>
    /// Writes <c>{"kind":…,"epoch":…, … ,"state":…</c>, then <paramref name="tail"/>, then <c>}</c>. Epoch, seq, next_due and as_of are always there (null when not known);
    /// base, since and reason only when set.
    /// </summary>
    /// <param name="to">Where to.</param>
    /// <param name="header">The envelope.</param>
    /// <param name="tail">What <see cref="SnapshotTail"/> made, or empty.</param>
    public static void Write(IBufferWriter<byte> to, FrameHeader header, ReadOnlySpan<byte> tail) => throw new NotImplementedException();

    /// <summary>The rows of a snapshot: <c>,"key":[…],"columns":[…],"rows":[…]</c>.</summary>
    /// <param name="key">Names of the key columns; may be empty.</param>
    /// <param name="columns">Names of all columns, in the order of the SQL.</param>
    /// <param name="rows">Rows as JSON arrays with commas between them, without the outer brackets.</param>
    public static byte[] SnapshotTail(IReadOnlyList<string> key, IReadOnlyList<string> columns, ReadOnlySpan<byte> rows) => throw new NotImplementedException();
}
