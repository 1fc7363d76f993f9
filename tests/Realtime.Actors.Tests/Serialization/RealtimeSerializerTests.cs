using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using CsCheck;
using Realtime.Actors.Serialization;
using Realtime.Actors.Topics;
using Realtime.Actors.Watchers;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Serialization;

public class RealtimeSerializerTests() : TestKit(
    """
    akka.loglevel = WARNING
    akka.actor {
      serializers.realtime = "Realtime.Actors.Serialization.RealtimeSerializer, Realtime.Actors"
      serialization-bindings { "Realtime.Actors.Topics.IRealtimeMessage, Realtime.Actors" = realtime }
      serialization-settings.allow-unregistered-types = off
    }
    """)
{
    private static readonly Gen<string> Text = Gen.Char[' ', '\ud7ff'].Array[0, 20].Select(chars => new string(chars));
    private static readonly Gen<long?> MaybeLong = Gen.OneOf(Gen.Const((long?)null), Gen.Long.Select(value => (long?)value));
    private static readonly Gen<string?> MaybeText = Gen.OneOf(Gen.Const((string?)null), Text.Select(value => (string?)value));
    private static readonly Gen<TopicKey> Topic = Text.Select(text => new TopicKey(text));
    private static readonly Gen<Position> Position = Gen.Select(Text, Text, Gen.Long, Gen.Long, Gen.Long, (name, epoch, b, seq, due) => new Position(name, epoch, b, seq, due));

    private static readonly Gen<FrameHeader> Header = Gen.Select(
        Gen.Select(Gen.Int[0, 2], MaybeText, MaybeLong, MaybeLong, MaybeLong), Gen.Select(Gen.Long, Gen.Int[0, 3], MaybeLong, MaybeText, MaybeLong, MaybeLong),
        (a, b) => new FrameHeader((FrameKind)a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, (FrameState)b.Item2, b.Item3, b.Item4, b.Item5, b.Item6));

    private static readonly Gen<Watcher[]> Watchers = Gen.Select(Text, Text, Gen.Byte.Array[0, 20], (phxRef, key, meta) => new Watcher(phxRef, key, meta)).Array[0, 3];
    private static readonly Gen<FrameDelta?> Delta = Gen.Select(Gen.Long, Gen.Byte.Array[0, 50], Gen.Int, (b, payload, tail) => (FrameDelta?)new FrameDelta(b, payload, tail));

    /// <summary>Records that travel inside messages, or are settings.</summary>
    private static readonly ImmutableArray<string> NotMessages =
        ["PollBatch", "ConnectionLimits", "Grant", "SubscribedNode", "Peer", "StoreChange", "OutageBegan", "OutageEnded", "DataSetFails", "DataSetAnswers", "StoreReport", "StoreTrouble", "Outage", "Entry", "PollingSettings", "HistorySettings", "FrameDelta", "PastFrame", "RowDelta", "ConnectionSettings", "OutFrame", "OutboxLimits", "RelayContext", "TopicContext", "Position", "DataSet", "Pack", "Batch", "BatchResult", "PresenceBounds"];

    /// <summary>One generator for each message type.</summary>
    private Dictionary<Type, Gen<IRealtimeMessage>> Messages => new()
    {
        [typeof(Subscribe)] = Gen.Select(Topic, Gen.Long, Gen.Long, Position.Array[0, 5], Gen.Bool, Gen.Bool, (topic, node, generation, positions, hidden, deltas) =>
            (IRealtimeMessage)new Subscribe(topic, TestActor, node, generation, [.. positions]) { Hidden = hidden, WantsDeltas = deltas }),
        [typeof(Unsubscribe)] = Gen.Select(Topic, Gen.Long, Gen.Long, (topic, node, generation) => (IRealtimeMessage)new Unsubscribe(topic, node, generation)),
        [typeof(SubscribeAck)] = Gen.Select(Topic, Gen.Long, MaybeLong, (topic, generation, roster) => (IRealtimeMessage)new SubscribeAck(topic, TestActor, generation, roster)),
        [typeof(TopicMoved)] = Topic.Select(topic => (IRealtimeMessage)new TopicMoved(topic)),
        [typeof(Reassert)] = Topic.Select(topic => (IRealtimeMessage)new Reassert(topic)),
        [typeof(DataFrame)] = Gen.Select(Topic, Text, Header, Gen.Long, Gen.Byte.Array[0, 50], Gen.Int, Gen.OneOf(Gen.Const((FrameDelta?)null), Delta), (topic, name, header, b, payload, tail, delta) =>
            (IRealtimeMessage)new DataFrame(topic, name, header, b, payload, tail) { Delta = delta }),
        [typeof(TellWatchers)] = Topic.Select(topic => (IRealtimeMessage)new TellWatchers(topic)),
        [typeof(RosterUpdate)] = Gen.Select(Topic, Gen.Int[0, 2], Watchers, Text.Array[0, 3], Gen.Long.Array[3], (topic, kind, joins, leaves, n) =>
            (IRealtimeMessage)new RosterUpdate(topic, n[0], (RosterKind)kind, [.. joins], [.. leaves], n[1], n[2])),
        [typeof(WatchersReport)] = Gen.Select(Topic, Gen.Int[0, 2], Gen.Bool, Watchers, Text.Array[0, 3], Gen.Long.Array[5], (topic, kind, asks, joins, leaves, n) =>
            (IRealtimeMessage)new WatchersReport(topic, n[0], n[1], n[2], (RosterKind)kind, asks, [.. joins], [.. leaves], n[3], n[4])),
    };

    [Fact]
    public void Every_message_between_nodes_comes_back_as_it_was()
    {
        var types = typeof(IRealtimeMessage).Assembly.GetTypes().Where(type => type is { IsInterface: false } && type.IsAssignableTo(typeof(IRealtimeMessage)));
        Assert.Equal(types.Select(type => type.Name).Order(), Messages.Keys.Select(type => type.Name).Order());
        foreach (var (_, messages) in Messages) messages.Sample(message => Assert.Equal(Comparable(message), Comparable(Crossed(message))), iter: 200);
    }

    [Fact]
    public void Manifests_are_one_letter_and_unlike_each_other()
    {
        var serializer = new RealtimeSerializer((ExtendedActorSystem)Sys);
        var manifests = Messages.Values.Select(messages => serializer.Manifest(messages.Single())).ToArray();

        Assert.Equal(manifests.Length, manifests.Distinct().Count());
        Assert.All(manifests, manifest => Assert.Single(manifest));
        Assert.Equal(4100, serializer.Identifier);
    }

    [Fact]
    public void A_type_that_is_not_registered_is_refused() =>
        Assert.ThrowsAny<SerializationException>(() => Sys.Serialization.FindSerializerFor(new NotRegistered("x")));

    [Fact]
    public void A_message_of_a_newer_version_is_refused_by_name()
    {
        var serializer = new RealtimeSerializer((ExtendedActorSystem)Sys);

        Assert.Contains("zz", Assert.Throws<ArgumentException>(() => serializer.FromBinary([], "zz")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => serializer.Manifest(new NotRegistered("x")));
    }

    [Fact]
    public void Every_record_of_the_actors_is_for_other_nodes_or_marked_as_local()
    {
        var unmarked = typeof(IRealtimeMessage).Assembly.GetTypes()
            .Where(type => type.Namespace is "Realtime.Actors.Connections" or "Realtime.Actors.Relays" or "Realtime.Actors.Presence" or "Realtime.Actors.Topics" or "Realtime.Actors.Polling" or "Realtime.Actors.Watchers")
            .Where(type => type.GetMethod("<Clone>$") is not null && !NotMessages.Contains(type.Name))
            .Where(type => !type.IsAssignableTo(typeof(IRealtimeMessage)) && !type.IsAssignableTo(typeof(INoSerializationVerificationNeeded)));

        Assert.Empty(unmarked.Select(type => type.FullName));
    }

    private object Crossed(object message)
    {
        var serializer = Assert.IsType<RealtimeSerializer>(Sys.Serialization.FindSerializerFor(message));
        return Sys.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, serializer.Manifest(message));
    }

    /// <summary>Arrays and bytes by what they hold.</summary>
    private static object Comparable(object message) => message switch
    {
        Subscribe s => (s with { Positions = default }, string.Join('|', s.Positions)),
        DataFrame f => (
            f with { Payload = default, Delta = f.Delta is null ? null : f.Delta with { Payload = default } },
            Convert.ToHexString(f.Payload.Span), f.Delta is null ? "" : Convert.ToHexString(f.Delta.Payload.Span)),
        RosterUpdate u => (u with { Joins = default, Leaves = default }, Names(u.Joins, u.Leaves)),
        WatchersReport r => (r with { Joins = default, Leaves = default }, Names(r.Joins, r.Leaves)),
        _ => message,
    };

    private static string Names(ImmutableArray<Watcher> joins, ImmutableArray<string> leaves) =>
        string.Join('|', joins.Select(watcher => (watcher.Ref, watcher.Key, Convert.ToHexString(watcher.Meta.Span)))) + string.Join('|', leaves);

    private sealed record NotRegistered(string Text);
}
