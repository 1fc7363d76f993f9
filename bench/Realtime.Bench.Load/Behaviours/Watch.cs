using System.Buffers.Text;
using Realtime.Bench.Feed;
using Realtime.Bench.Load.Counting;
using Realtime.Bench.Load.Links;
using Realtime.Bench.Load.Protocols;

namespace Realtime.Bench.Load.Behaviours;

/// <summary>Joins the product's topics when told, and times the frames of up to ten data sets, whose names end in a digit.</summary>
internal sealed class Watch(FrameTimes times) : Joining
{
    private const int MostDataSets = 10;

    /// <summary>The envelope is over by then.</summary>
    private const int EnvelopeBytes = 512;

    /// <summary>Between the system's clock, on which owners promise frames, and the monotonic one.</summary>
    private static readonly long WallOffset = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000 - Payload.Now;

    protected override int Joins(LoadOrder order) => order.Connections;

    protected override void Join(LinkSet links, LoadOrder order, int number)
    {
        var link = links.All[order.First + number];
        link.Memory = new Watched(Payload.Now);
        links.Send(link, RealtimeFrames.Join($"{order.Topic}{number % order.Topics}"));
    }

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
