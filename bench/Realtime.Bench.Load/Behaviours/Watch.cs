using System.Buffers.Text;
using Realtime.Bench.Feed;
using Realtime.Bench.Load.Counting;
using Realtime.Bench.Load.Links;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load.Behaviours;

/// <summary>Joins the product's topics when told, and times the frames of up to ten data sets, whose names end in a digit.</summary>
internal sealed class Watch(FrameTimes times) : Behaviour
{
    private const int MostDataSets = 10;

    /// <summary>The envelope is over by then.</summary>
    private const int EnvelopeBytes = 512;

    /// <summary>Sent in one go; what came meanwhile is read before the next.</summary>
    private const int MostTogether = 250;

    /// <summary>Between the system's clock, on which owners promise frames, and the monotonic one.</summary>
    private static readonly long WallOffset = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000 - Payload.Now;

    private LoadOrder? _order;
    private long _began;
    private int _joined;

    /// <summary>Whether joins are still to be sent.</summary>
    public bool IsJoining => _order is not null;

    /// <summary>Some connections shall join.</summary>
    public void Begin(LoadOrder order) => (_order, _began, _joined) = (order, Payload.Now, 0);

    /// <summary>Sends the joins that are due.</summary>
    public void Join(LinkSet links)
    {
        if (_order is not { } order) return;
        var due = order.Rate == 0 ? order.Connections : (int)Math.Min(order.Connections, (Payload.Now - _began) / 1e9 * order.Rate);
        due = Math.Min(due, _joined + MostTogether);
        for (; _joined < due; _joined++)
        {
            var link = links.All[order.First + _joined];
            link.Memory = new Watched(Payload.Now);
            links.Send(link, RealtimeFrames.Join($"{order.Topic}{_joined % order.Topics}"));
        }

        if (_joined == order.Connections) _order = null;
    }

    public override void Upgraded(LinkSet links, Link link) => links.Enter(link);

    public override bool Take(LinkSet links, Link link, ReadOnlySpan<byte> message, long now)
    {
        if (link.Memory is not Watched watched) return false;
        var start = message[..Math.Min(message.Length, EnvelopeBytes)];
        // A relay's own word that the owner is late: what the owner had promised stands.
        if (start.IndexOf("\"state\":\"late\""u8) > 0) return false;
        var kind = start.IndexOf("\",{\"kind\":\""u8);
        if (kind < 1) return false;
        if (!watched.HasRows && start[(kind + 11)..].StartsWith("snapshot"u8))
        {
            watched.HasRows = true;
            times.First(now - watched.JoinedAt);
        }

        var due = start.IndexOf("\"next_due\":"u8);
        if (due < 0 || !Utf8Parser.TryParse(start[(due + 11)..], out long nextDue, out _)) return false;
        ref var promised = ref watched.NextDue[(start[kind - 1] - '0') % MostDataSets];
        // What a join is answered with was promised to nobody.
        if (promised > 0 && nextDue > promised) times.Frame(now + WallOffset - promised * 1_000_000);
        promised = nextDue;
        return false;
    }

    private sealed class Watched(long joinedAt)
    {
        public long JoinedAt => joinedAt;

        public bool HasRows { get; set; }

        /// <summary>By data set.</summary>
        public long[] NextDue { get; } = new long[MostDataSets];
    }
}
