using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Connections;
using Realtime.Actors.Membership;
using Realtime.Actors.Metrics;
using Realtime.Actors.Presence;
using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Relays;

/// <summary>A node's relays on virtual time. The test is the shard region, the presence writer and the topic's owner. What is between nodes is serialized.</summary>
public abstract class RelayWorld : VirtualTime
{
    protected TestProbe Region { get; }

    protected TestProbe Writer { get; }

    protected TestProbe Owner { get; }

    protected TestProbe Connection { get; }

    protected IActorRef Relays { get; }

    protected SettablePermit Permit { get; } = new();

    /// <summary>Of the relay acknowledged last.</summary>
    protected long Generation { get; private set; }

    /// <summary>The relay acknowledged last.</summary>
    protected IActorRef? Relay { get; private set; }

    protected Meter Meter { get; } = new(RealtimeMetrics.MeterName);

    private protected HeldCarrier Carrier { get; } = new();

    protected RelayWorld()
        : base("akka.actor.serialize-messages = on")
    {
        (Region, Writer, Owner, Connection) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var shared = new RelayContext(Region, Writer, 42, ["viewers", "titles"], TimeSpan.FromSeconds(5)) { Permit = Permit, Metrics = new RealtimeMetrics(Meter) };
        Relays = Sys.ActorOf(Actors.Relays.Relays.Props(shared), "relays");
    }

    private protected Channel Channel(int joinRef, HeldCarrier? carrier = null) => Frames.Channel(carrier ?? Carrier, joinRef, Connection);

    protected static byte[] Token(string reference) => MessageWriter.Token(reference);

    private protected async Task JoinAsync(Channel channel)
    {
        Relays.Tell(new JoinTopic(channel, Token($"r{System.Text.Encoding.UTF8.GetString(channel.JoinRef).Trim('"')}"), null));
        await SettleAsync(Relays);
        // The channel knows its relay only when that has had the join.
        if ((channel.Relay ?? Relay) is { } relay) await SettleAsync(relay);
    }

    /// <summary>Joined, subscribed and acknowledged.</summary>
    private protected async Task<IActorRef> JoinedAsync(Channel channel, long? roster = null)
    {
        await JoinAsync(channel);
        return await AcknowledgeAsync(roster);
    }

    protected async Task<IActorRef> AcknowledgeAsync(long? roster = null)
    {
        var subscribe = (Subscribe)Region.FishForMessage(message => message is Subscribe);
        while (Region.HasMessages) subscribe = Region.ExpectMsg<object>() as Subscribe ?? subscribe;
        (Relay, Generation) = (subscribe.Relay, subscribe.Generation);
        Relay.Tell(new SubscribeAck(Frames.Key, Owner, subscribe.Generation, roster), Owner);
        await SettleAsync(Relay);
        return Relay;
    }

    private protected async Task FrameAsync(IActorRef relay, DataFrame frame)
    {
        relay.Tell(frame, Owner);
        // The relay takes it, tells itself to hand it out, and does.
        await SettleAsync(relay, relay);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Meter.Dispose();
    }

    /// <summary>A channel of nobody: the relay crashes on it.</summary>
    protected static void Crash(IActorRef relay) => relay.Tell(new ChannelMissedFrames(null!, "viewers"));

    protected sealed class SettablePermit : IPollPermit
    {
        public bool Granted { get; set; } = true;
    }

    /// <summary>Replies and closes as they are, frames by their kind.</summary>
    private protected static string[] Seen(HeldCarrier carrier) =>
        [.. carrier.Sent.Select(text => text.Contains("\"kind\":\"snapshot\"", StringComparison.Ordinal) ? "snapshot" : text.Contains("\"kind\":\"progress\"", StringComparison.Ordinal) ? "progress" : text)];
}
