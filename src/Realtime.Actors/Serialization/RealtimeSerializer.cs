using System.Collections.Immutable;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;
using Realtime.Actors.Membership;
using Realtime.Actors.Operations;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Actors.Watchers;
using Realtime.Actors.Zombies;
using Realtime.Protocol;

namespace Realtime.Actors.Serialization;

/// <summary>Every message that crosses nodes, as versioned Protobuf. What has no case here does not cross: strict serialization refuses it.</summary>
public sealed class RealtimeSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string SubscribeManifest = "s";
    private const string UnsubscribeManifest = "u";
    private const string AckManifest = "a";
    private const string FrameManifest = "f";
    private const string MovedManifest = "m";
    private const string ReassertManifest = "r";
    private const string WatchersManifest = "w";
    private const string RosterManifest = "o";
    private const string TellWatchersManifest = "t";
    private const string PingManifest = "p";
    private const string PongManifest = "q";
    private const string QuestionManifest = "oq";
    private const string AnswerManifest = "oa";
    private const string PresenceManifest = "pb";

    /// <summary>Fixed for the life of the project; Akka's own are below 100.</summary>
    public override int Identifier => 4100;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        DataFrame => FrameManifest,
        Subscribe => SubscribeManifest,
        SubscribeAck => AckManifest,
        Unsubscribe => UnsubscribeManifest,
        TopicMoved => MovedManifest,
        Reassert => ReassertManifest,
        RosterUpdate => RosterManifest,
        WatchersReport => WatchersManifest,
        TellWatchers => TellWatchersManifest,
        ICensusMessage census => CensusWire.Manifest(census),
        Ping => PingManifest,
        Pong => PongManifest,
        NodeQuestion => QuestionManifest,
        NodeAnswer => AnswerManifest,
        PresenceBucket => PresenceManifest,
        _ => throw new ArgumentException($"{o.GetType()} is not a message between nodes: give it a case here and a message in messages.proto", nameof(o)),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => (obj switch
    {
        DataFrame frame => FrameWire.ToWire(frame),
        Subscribe subscribe => ToWire(subscribe),
        SubscribeAck ack => ToWire(ack),
        Unsubscribe u => new Wire.Unsubscribe { Topic = u.Topic.Value, NodeUid = u.NodeUid, Generation = u.Generation },
        RosterUpdate update => WatchersWire.ToWire(update),
        WatchersReport report => WatchersWire.ToWire(report),
        ICensusMessage census => CensusWire.ToWire(census),
        Ping ping => new Wire.Ping { NodeUid = ping.NodeUid, SentAt = ping.SentAt },
        Pong pong => new Wire.Pong { NodeUid = pong.NodeUid, PingedBy = pong.PingedBy, SentAt = pong.SentAt },
        NodeQuestion question => new Wire.NodeQuestion { Name = question.Name, Arguments = { question.Arguments } },
        NodeAnswer answer => ToWire(answer),
        PresenceBucket bucket => PresenceWire.ToWire(bucket),
        IRealtimeMessage notice => (IMessage)new Wire.TopicNotice { Topic = notice.Topic.Value },
        _ => throw new ArgumentException($"{obj.GetType()} is not a message between nodes", nameof(obj)),
    }).ToByteArray();

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case FrameManifest:
                return FrameWire.FromWire(Wire.DataFrame.Parser.ParseFrom(bytes));
            case SubscribeManifest:
                return FromWire(Wire.Subscribe.Parser.ParseFrom(bytes));
            case AckManifest:
                var ack = Wire.SubscribeAck.Parser.ParseFrom(bytes);
                return new SubscribeAck(new TopicKey(ack.Topic), system.Provider.ResolveActorRef(ack.Owner), ack.Generation, ack.HasRoster ? ack.Roster : null);
            case UnsubscribeManifest:
                var unsubscribe = Wire.Unsubscribe.Parser.ParseFrom(bytes);
                return new Unsubscribe(new TopicKey(unsubscribe.Topic), unsubscribe.NodeUid, unsubscribe.Generation);
            case MovedManifest:
                return new TopicMoved(Notice(bytes));
            case ReassertManifest:
                return new Reassert(Notice(bytes));
            case RosterManifest:
                return WatchersWire.Update(bytes);
            case WatchersManifest:
                return WatchersWire.Report(bytes);
            case TellWatchersManifest:
                return new TellWatchers(Notice(bytes));
            case PingManifest:
                var ping = Wire.Ping.Parser.ParseFrom(bytes);
                return new Ping(ping.NodeUid, ping.SentAt);
            case PongManifest:
                var pong = Wire.Pong.Parser.ParseFrom(bytes);
                return new Pong(pong.NodeUid, pong.PingedBy, pong.SentAt);
            case QuestionManifest:
                var question = Wire.NodeQuestion.Parser.ParseFrom(bytes);
                return new NodeQuestion(question.Name, question.Arguments.ToImmutableDictionary());
            case AnswerManifest:
                var answer = Wire.NodeAnswer.Parser.ParseFrom(bytes);
                return new NodeAnswer([.. answer.Rows], answer.Total, answer.HasFault ? answer.Fault : null);
            case PresenceManifest:
                return PresenceWire.FromWire(Wire.PresenceBucket.Parser.ParseFrom(bytes), system.Provider.DefaultAddress);
            default:
                if (CensusWire.FromWire(bytes, manifest) is { } census) return census;
                throw new ArgumentException($"Unknown manifest '{manifest}': a newer node sent what this version does not know", nameof(manifest));
        }
    }

    private static TopicKey Notice(byte[] bytes) => new(Wire.TopicNotice.Parser.ParseFrom(bytes).Topic);

    private static string Path(IActorRef actor) => Akka.Serialization.Serialization.SerializedActorPath(actor);

    private static Wire.SubscribeAck ToWire(SubscribeAck ack)
    {
        var wire = new Wire.SubscribeAck { Topic = ack.Topic.Value, Owner = Path(ack.Owner), Generation = ack.Generation };
        if (ack.Roster is { } roster) wire.Roster = roster;
        return wire;
    }

    private static Wire.NodeAnswer ToWire(NodeAnswer answer)
    {
        var wire = new Wire.NodeAnswer { Rows = { answer.Rows }, Total = answer.Total };
        if (answer.Fault is { } fault) wire.Fault = fault;
        return wire;
    }

    private static Wire.Subscribe ToWire(Subscribe subscribe)
    {
        var wire = new Wire.Subscribe
        {
            Topic = subscribe.Topic.Value, Relay = Path(subscribe.Relay), NodeUid = subscribe.NodeUid, Generation = subscribe.Generation,
            OwnerCrashed = subscribe.OwnerCrashed, Hidden = subscribe.Hidden, WantsDeltas = subscribe.WantsDeltas,
        };
        foreach (var p in subscribe.Positions)
        {
            wire.Positions.Add(new Wire.Position { DataSet = p.DataSet, Epoch = p.Epoch, Base = p.Base, Seq = p.Seq, NextDue = p.NextDue });
        }

        return wire;
    }

    private Subscribe FromWire(Wire.Subscribe wire) => new(
        new TopicKey(wire.Topic), system.Provider.ResolveActorRef(wire.Relay), wire.NodeUid, wire.Generation,
        [.. wire.Positions.Select(p => new Position(p.DataSet, p.Epoch, p.Base, p.Seq, p.NextDue))], wire.OwnerCrashed)
    {
        Hidden = wire.Hidden, WantsDeltas = wire.WantsDeltas,
    };
}
