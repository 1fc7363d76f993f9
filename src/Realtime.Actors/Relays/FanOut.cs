using System.Buffers;
using Realtime.Actors.Connections;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Relays;

/// <summary>
/// Frames of a topic's owner on their way to this node's channels, each form encoded once. While a relay keeps up there is one at a time; those that came while
/// it was busy go out together, in one write to each browser.
/// </summary>
/// <param name="wrap">Makes a message of an event and its payload.</param>
internal sealed class FanOut(FanOut.Wrapper wrap)
{
    /// <summary>More together would not make the writes cheaper, and the last browser would wait longer for the first of them.</summary>
    private const int MostFrames = 32;

    /// <summary>As many bytes as a write takes at once.</summary>
    private const int MostBytes = 60 << 10;

    /// <summary>Channels that a core is given at a time, where there are more; so many writes take a few milliseconds, and waking a core some microseconds.</summary>
    private const int Share = 512;

    private readonly List<(DataFrame Frame, FrameDelta? Delta)> _waiting = [];
    private readonly OutBatch?[] _forms = new OutBatch?[3];
    private int _bytes;

    /// <summary>Makes a message of an event, its data set and its payload.</summary>
    public delegate OutFrame Wrapper(string eventName, string dataSet, FrameKind kind, ReadOnlySpan<byte> payload);

    /// <summary>What a channel takes of a frame.</summary>
    private enum Form
    {
        /// <summary>The whole result.</summary>
        Whole,

        /// <summary>What changed, where there is such.</summary>
        Change,

        /// <summary>That there was one: the tab is hidden.</summary>
        Progress,
    }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Whether a frame should not wait with those that do.</summary>
    public bool IsFullFor(DataFrame frame) => _waiting.Count >= MostFrames || (_waiting.Count > 0 && _bytes + frame.Payload.Length > MostBytes);

    /// <summary>Takes a frame.</summary>
    public void Add(DataFrame frame, FrameDelta? delta)
    {
        _waiting.Add((frame, delta));
        _bytes += frame.Payload.Length;
    }

    /// <summary>Hands what waits to every channel, many of them on all cores that are free: the last browser waits less. All have it when this returns.</summary>
    public void To(IReadOnlyList<Channel> channels)
    {
        foreach (var channel in channels) _forms[(int)FormOf(channel)] ??= Batch(FormOf(channel));
        if (channels.Count <= Share) To(channels, 0);
        else Parallel.For(0, (channels.Count + Share - 1) / Share, share => To(channels, share * Share));
        Array.Clear(_forms);
        _waiting.Clear();
        _bytes = 0;
    }

    private void To(IReadOnlyList<Channel> channels, int from)
    {
        for (var i = from; i < Math.Min(from + Share, channels.Count); i++) channels[i].Outbox.Send(channels[i], _forms[(int)FormOf(channels[i])]!);
    }

    private static Form FormOf(Channel channel) => channel.IsHidden ? Form.Progress : channel.Parameters.Delta ? Form.Change : Form.Whole;

    private OutBatch Batch(Form form) => new([.. _waiting.Select(w => (form, w.Delta) switch
    {
        (Form.Progress, _) when w.Frame.Header.Kind != FrameKind.Progress => wrap(w.Frame.DataSet, w.Frame.DataSet, FrameKind.Progress, Progress(w.Frame.Header)),
        (Form.Change, { } delta) => wrap(w.Frame.DataSet, w.Frame.DataSet, FrameKind.Delta, delta.Payload.Span),
        _ => wrap(w.Frame.DataSet, w.Frame.DataSet, w.Frame.Header.Kind, w.Frame.Payload.Span),
    })]);

    private static ReadOnlySpan<byte> Progress(FrameHeader header)
    {
        var payload = new ArrayBufferWriter<byte>(256);
        FrameWriter.Write(payload, header with { Kind = FrameKind.Progress, Base = null }, []);
        return payload.WrittenSpan;
    }
}
