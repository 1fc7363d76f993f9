using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Realtime.Protocol;

/// <summary>Writes what presence tells browsers: the list, its changes, or only how many watch.</summary>
public static class PresencePayload
{
    /// <summary>The event that brings the whole list.</summary>
    public const string StateEvent = "presence_state";

    /// <summary>The event that brings what changed in the list.</summary>
    public const string DiffEvent = "presence_diff";

    /// <summary>The event that brings the number of all who watch.</summary>
    public const string CountEvent = "presence_count";

    private const int MaxNumberBytes = 20;

    /// <summary><c>{"key":{"metas":[…]},…}</c>: one key per user, one meta per tab.</summary>
    public static void State(IBufferWriter<byte> to, IEnumerable<Watcher> watchers)
    {
        to.Write("{"u8);
        var first = true;
        foreach (var user in watchers.GroupBy(watcher => watcher.Key, StringComparer.Ordinal))
        {
            if (!first) to.Write(","u8);
            first = false;
            JsonStringToken.Write(to, user.Key);
            to.Write(""":{"metas":["""u8);
            WriteMetas(to, user);
            to.Write("]}"u8);
        }

        to.Write("}"u8);
    }

    /// <summary><c>{"joins":{…},"leaves":{…}}</c>, both always there.</summary>
    public static void Diff(IBufferWriter<byte> to, IEnumerable<Watcher> joins, IEnumerable<Watcher> leaves)
    {
        to.Write("""{"joins":"""u8);
        State(to, joins);
        to.Write(""","leaves":"""u8);
        State(to, leaves);
        to.Write("}"u8);
    }

    /// <summary><c>{"watching":n}</c>: all who watch in the cluster, the unnamed included.</summary>
    public static void Count(IBufferWriter<byte> to, long watching)
    {
        to.Write("""{"watching":"""u8);
        WriteNumber(to, watching);
        to.Write("}"u8);
    }

    /// <summary>One meta: <c>{"phx_ref":…,"online_at":…}</c> and the client's own fields, of which those names are left out.</summary>
    /// <param name="phxRef">Unique in the cluster.</param>
    /// <param name="onlineAt">When the tab joined, unix milliseconds.</param>
    /// <param name="before">The <c>phx_ref</c> whose place it takes; null: of none.</param>
    /// <param name="fields">A valid JSON object, or empty.</param>
    public static byte[] Meta(string phxRef, long onlineAt, string? before, ReadOnlySpan<byte> fields)
    {
        var to = new ArrayBufferWriter<byte>(96 + fields.Length);
        to.Write("""{"phx_ref":"""u8);
        JsonStringToken.Write(to, phxRef);
        to.Write(""","online_at":"""u8);
        WriteNumber(to, onlineAt);
        if (before is not null)
        {
            to.Write(""","phx_ref_prev":"""u8);
            JsonStringToken.Write(to, before);
        }

        if (!fields.IsEmpty) WriteFields(to, fields);
        to.Write("}"u8);
        return to.WrittenSpan.ToArray();
    }

    private static void WriteFields(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> fields)
    {
        var reader = new Utf8JsonReader(fields);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Compared by what a name says, not by how it is spelt. A lone surrogate says nothing that could be ours.
            var says = !reader.ValueIsEscaped || JsonStringToken.HasText(reader.ValueSpan);
            var ours = says && (reader.ValueTextEquals("phx_ref"u8) || reader.ValueTextEquals("online_at"u8) || reader.ValueTextEquals("phx_ref_prev"u8));
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (ours) continue;
            to.Write(","u8);
            to.Write(fields[start..(int)reader.BytesConsumed]);
        }
    }

    private static void WriteMetas(IBufferWriter<byte> to, IEnumerable<Watcher> tabs)
    {
        var first = true;
        foreach (var tab in tabs)
        {
            if (!first) to.Write(","u8);
            first = false;
            to.Write(tab.Meta.Span);
        }
    }

    private static void WriteNumber(IBufferWriter<byte> to, long number)
    {
        Utf8Formatter.TryFormat(number, to.GetSpan(MaxNumberBytes), out var written);
        to.Advance(written);
    }
}
