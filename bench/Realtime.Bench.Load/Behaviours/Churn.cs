using Realtime.Bench.Feed;
using Realtime.Bench.Load.Links;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load.Behaviours;

/// <summary>Joins one of the product's topics, leaves it, and closes in order.</summary>
internal sealed class Churn(LoadOrder order) : Behaviour
{
    private static readonly byte[] Close = WebSocketFrame.Masked(WebSocketFrame.Close, [1000 >> 8, 1000 & 255]);
    private readonly long _began = Payload.Now;

    /// <summary>Connections that should have begun by now.</summary>
    public int Due => (int)Math.Min(order.Connections, (Payload.Now - _began) / 1e9 * order.Rate);

    /// <summary>Whether no more begin.</summary>
    public bool IsOver => Due == order.Connections;

    public override void Upgraded(LinkSet links, Link link) => links.Send(link, RealtimeFrames.Join(Topic(link)));

    public override bool Take(LinkSet links, Link link, ReadOnlySpan<byte> message, long now)
    {
        if (message.StartsWith(RealtimeFrames.JoinReply))
        {
            links.Send(link, RealtimeFrames.Leave(Topic(link)));
        }
        else if (message.StartsWith(RealtimeFrames.LeaveReply))
        {
            link.IsClosing = true;
            links.Send(link, Close);
        }

        return false;
    }

    private string Topic(Link link) => $"{order.Topic}{link.Index % order.Topics}";
}
