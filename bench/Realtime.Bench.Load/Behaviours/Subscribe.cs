using Realtime.Bench.Load.Counting;
using Realtime.Bench.Load.Links;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load.Behaviours;

/// <summary>Joins at once, and counts payloads.</summary>
internal sealed class Subscribe(Protocol protocol, Tally tally) : Behaviour
{
    public override void Upgraded(LinkSet links, Link link)
    {
        if (protocol.Opening(link.Index) is { } opening) links.Send(link, opening);
        else links.Enter(link);
    }

    public override bool Take(LinkSet links, Link link, ReadOnlySpan<byte> message, long now)
    {
        if (link.State != LinkState.Opening) return tally.Take(link, message, now);
        if (protocol.IsWelcome(message)) links.Enter(link);
        return false;
    }
}
