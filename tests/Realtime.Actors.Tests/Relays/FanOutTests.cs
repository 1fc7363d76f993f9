using Realtime.Actors.Metrics;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using System.Text.Json;

namespace Realtime.Actors.Tests.Relays;

/// <summary>Frames that come faster than they are handed out.</summary>
public class FanOutTests
{
    private readonly HeldCarrier _carrier = new();
    private readonly JoinedChannels _channels = new(Frames.Key, RealtimeMetrics.Unheard);

    public FanOutTests() => _channels.Add(Frames.Channel(_carrier));

    [Fact]
    public void What_gathers_goes_out_in_its_order_in_one_write()
    {
        Assert.True(_channels.Broadcast(Frames.Snapshot(1), null));
        Assert.False(_channels.Broadcast(Frames.Snapshot(2), null));
        Assert.False(_channels.Broadcast(Frames.Progress(3, 2), null));
        Assert.Empty(_carrier.Sent);
        _channels.Flush();
        _channels.Flush();

        Assert.Equal([3], _carrier.Writes);
        Assert.Equal([1, 2, 3], _carrier.Sent.Select(Seq));
    }

    [Fact]
    public void Each_channel_gets_the_form_it_takes_of_every_frame()
    {
        var (deltas, hidden) = (new HeldCarrier(), new HeldCarrier());
        var takesDeltas = Frames.Channel(deltas);
        takesDeltas.Parameters = takesDeltas.Parameters with { Delta = true };
        _channels.Add(takesDeltas);
        var looksAway = Frames.Channel(hidden);
        _channels.Add(looksAway);
        _channels.Look(looksAway, visible: false);
        var changed = Frames.Changed(2, 1);
        _channels.Broadcast(Frames.Snapshot(1), null);
        _channels.Broadcast(changed, changed.Delta);
        _channels.Flush();

        Assert.Equal(["snapshot", "snapshot"], _carrier.Sent.Select(Kind));
        Assert.Equal(["snapshot", "delta"], deltas.Sent.Select(Kind));
        Assert.Equal(["progress", "progress"], hidden.Sent.Select(Kind));
    }

    [Fact]
    public void A_crowd_that_several_cores_share_gets_every_frame_once_and_in_its_order()
    {
        var crowd = Enumerable.Range(0, 1_300).Select(_ => new HeldCarrier()).ToArray();
        foreach (var carrier in crowd) _channels.Add(Frames.Channel(carrier));
        for (var seq = 1; seq <= 5; seq++)
        {
            _channels.Broadcast(Frames.Snapshot(seq), null);
            _channels.Flush();
        }

        Assert.All(crowd, carrier => Assert.Equal([1, 2, 3, 4, 5], carrier.Sent.Select(Seq)));
    }

    [Theory]
    [InlineData(10, 32)]
    [InlineData(20_000, 3)]
    public void No_more_gather_than_a_write_takes(int rowBytes, int most)
    {
        var rows = $"[\"{new string('x', rowBytes)}\"]";
        var seq = 0;
        while (_carrier.Sent.Length == 0) _channels.Broadcast(Frames.Snapshot(++seq, rows), null);

        Assert.InRange(seq, 3, most + 1);
        Assert.Equal([seq - 1], _carrier.Writes);
    }

    private static long Seq(string message) => Payload(message).GetProperty("seq").GetInt64();

    private static string? Kind(string message) => Payload(message).GetProperty("kind").GetString();

    private static JsonElement Payload(string message) => JsonDocument.Parse(message).RootElement[4];
}
