using System.Buffers.Text;
using Realtime.Bench.Feed;
using Realtime.Bench.Load.Counting;
using Realtime.Bench.Load.Links;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load.Behaviours;

/// <summary>Shares many topics among few connections, each topic joined once, and counts their frames.</summary>
internal sealed class Hold(FrameTimes times) : Joining
{
    /// <summary>The envelope is over by then.</summary>
    private const int EnvelopeBytes = 512;

    private long[] _waiting = [];
    private int _nameBytes;

    public override void Begin(LoadOrder order)
    {
        (_waiting, _nameBytes) = (new long[order.Topics], order.Topic.Length);
        base.Begin(order);
    }

    public override bool Take(LinkSet links, Link link, ReadOnlySpan<byte> message, long now)
    {
        var start = message[..Math.Min(message.Length, EnvelopeBytes)];
        var kind = start.IndexOf("\",{\"kind\":\""u8);
        if (kind < 1 || start.IndexOf("\"state\":\"late\""u8) > 0) return false;
        times.Frame(0);
        if (!start[(kind + 11)..].StartsWith("snapshot"u8)) return false;
        var name = start.IndexOf("\"realtime:"u8) + 10;
        if (!Utf8Parser.TryParse(start[(name + _nameBytes)..], out int number, out _) || _waiting[number] == 0) return false;
        times.First(now - _waiting[number]);
        _waiting[number] = 0;
        return false;
    }

    protected override int Joins(LoadOrder order) => order.Topics;

    protected override void Join(LinkSet links, LoadOrder order, int number)
    {
        _waiting[number] = Payload.Now;
        links.Send(links.All[order.First + number % order.Connections], RealtimeFrames.Join($"{order.Topic}{number}"));
    }
}
