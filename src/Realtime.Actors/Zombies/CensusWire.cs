using Google.Protobuf;
using Realtime.Protocol;

namespace Realtime.Actors.Zombies;

/// <summary>The audit's messages to and from Protobuf.</summary>
internal static class CensusWire
{
    private const string AskManifest = "ca";
    private const string PartManifest = "cp";
    private const string StopManifest = "cs";
    private const string ReassertManifest = "cr";
    private const string AskNamesManifest = "cn";
    private const string NamesManifest = "ck";

    public static string Manifest(ICensusMessage message) => message switch
    {
        AskCensus => AskManifest,
        CensusPart => PartManifest,
        StopUnwatched => StopManifest,
        ReassertWatched => ReassertManifest,
        AskTopicNames => AskNamesManifest,
        TopicNames => NamesManifest,
        _ => throw Unknown(message),
    };

    public static IMessage ToWire(ICensusMessage message) => message switch
    {
        AskCensus ask => new Serialization.Wire.AskCensus { Audit = ask.Audit },
        CensusPart p => new Serialization.Wire.CensusPart
        {
            Audit = p.Audit, NodeUid = p.NodeUid, Part = p.Part, Parts = p.Parts, Running = { p.Running }, Watched = { p.Watched },
        },
        StopUnwatched stop => new Serialization.Wire.StopUnwatched { Topics = { stop.Topics }, UnwatchedFor = (long)stop.UnwatchedFor.TotalMilliseconds },
        ReassertWatched reassert => new Serialization.Wire.ReassertWatched { Topics = { reassert.Topics } },
        AskTopicNames ask => new Serialization.Wire.AskTopicNames { Audit = ask.Audit, Topics = { ask.Topics } },
        TopicNames names => new Serialization.Wire.TopicNames { Audit = names.Audit, Topics = { names.Topics.Select(topic => topic.Value) } },
        _ => throw Unknown(message),
    };

    /// <summary>Null: none of these messages.</summary>
    public static ICensusMessage? FromWire(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case AskManifest:
                return new AskCensus(Serialization.Wire.AskCensus.Parser.ParseFrom(bytes).Audit);
            case PartManifest:
                var part = Serialization.Wire.CensusPart.Parser.ParseFrom(bytes);
                return new CensusPart(part.Audit, part.NodeUid, part.Part, part.Parts, [.. part.Running], [.. part.Watched]);
            case StopManifest:
                var stop = Serialization.Wire.StopUnwatched.Parser.ParseFrom(bytes);
                return new StopUnwatched([.. stop.Topics], TimeSpan.FromMilliseconds(stop.UnwatchedFor));
            case ReassertManifest:
                return new ReassertWatched([.. Serialization.Wire.ReassertWatched.Parser.ParseFrom(bytes).Topics]);
            case AskNamesManifest:
                var ask = Serialization.Wire.AskTopicNames.Parser.ParseFrom(bytes);
                return new AskTopicNames(ask.Audit, [.. ask.Topics]);
            case NamesManifest:
                var names = Serialization.Wire.TopicNames.Parser.ParseFrom(bytes);
                return new TopicNames(names.Audit, [.. names.Topics.Select(topic => new TopicKey(topic))]);
            default:
                return null;
        }
    }

    private static ArgumentException Unknown(ICensusMessage message) =>
        new($"{message.GetType()} is not a message between nodes: give it a case here and a message in messages.proto", nameof(message));
}
