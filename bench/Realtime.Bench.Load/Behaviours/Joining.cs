using Realtime.Bench.Feed;
using Realtime.Bench.Load.Links;

namespace Realtime.Bench.Load.Behaviours;

/// <summary>Joins when told, at the pace it was told.</summary>
internal abstract class Joining : Behaviour
{
    /// <summary>Sent in one go; what came meanwhile is read before the next.</summary>
    private const int MostTogether = 250;

    private LoadOrder? _order;
    private long _began;
    private int _joined;

    /// <summary>Whether joins are still to be sent.</summary>
    public bool IsJoining => _order is not null;

    /// <summary>Some connections shall join.</summary>
    public virtual void Begin(LoadOrder order) => (_order, _began, _joined) = (order, Payload.Now, 0);

    /// <summary>Sends the joins that are due.</summary>
    public void Join(LinkSet links)
    {
        if (_order is not { } order) return;
        var all = Joins(order);
        var due = order.Rate == 0 ? all : (int)Math.Min(all, (Payload.Now - _began) / 1e9 * order.Rate);
        due = Math.Min(due, _joined + MostTogether);
        for (; _joined < due; _joined++) Join(links, order, _joined);
        if (_joined == all) _order = null;
    }

    public override void Upgraded(LinkSet links, Link link) => links.Enter(link);

    /// <summary>How many joins an order asks for.</summary>
    protected abstract int Joins(LoadOrder order);

    /// <summary>Sends one of them.</summary>
    protected abstract void Join(LinkSet links, LoadOrder order, int number);
}
