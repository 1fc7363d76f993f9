using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Realtime.Actors.Connections;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>The answer to a client that looks back: <c>{"from": …, "frames": [{"event": …, "payload": {…}}, …]}</c>, in order of seq.</summary>
internal static class RewindReply
{
    /// <summary>Most bytes of an answer: an outbox takes eight such before it calls a client too slow.</summary>
    public const int MaxBytes = 1 << 20;

    /// <param name="frames">What was shown.</param>
    /// <param name="channel">Who asks: it gets nothing here that its token keeps from it.</param>
    public static ReadOnlySpan<byte> Response(ImmutableArray<(string DataSet, PastFrame Frame)> frames, Channel channel)
    {
        var to = new ArrayBufferWriter<byte>(1024);
        to.Write("""{"from":"""u8);
        to.Write(frames.IsEmpty ? MessageWriter.Null : Encoding.UTF8.GetBytes(frames[0].Frame.Seq.ToString(CultureInfo.InvariantCulture)));
        to.Write(""","frames":["""u8);
        var first = true;
        foreach (var (dataSet, frame) in frames)
        {
            if (channel.Withholds(dataSet)) continue;
            to.Write(first ? """{"event":"""u8 : """,{"event":"""u8);
            to.Write(MessageWriter.Token(dataSet));
            to.Write(""","payload":"""u8);
            frame.Write(to);
            to.Write("}"u8);
            first = false;
        }

        to.Write("]}"u8);
        return to.WrittenSpan;
    }

    /// <summary>Why a client cannot look back so far; null: it can.</summary>
    /// <param name="minutes">How far it wants to.</param>
    /// <param name="span">How far back is kept; zero: nothing is.</param>
    public static string? Fault(double minutes, TimeSpan span) =>
        span <= TimeSpan.Zero ? "this server keeps no history"
        : minutes > span.TotalMinutes ? string.Create(CultureInfo.InvariantCulture, $"invalid minutes: found {minutes:0.##}, expected more than 0 and at most {span.TotalMinutes:0.##}")
        : null;
}
