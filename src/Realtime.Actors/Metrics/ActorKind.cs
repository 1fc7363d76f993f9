using Akka.Actor;

namespace Realtime.Actors.Metrics;

/// <summary>Which kind of actor a path names, in a word: as many words as kinds, however many actors.</summary>
internal static class ActorKind
{
    /// <summary>Every word.</summary>
    public static readonly string[] All = ["relays", "relay", "connections", "connection", "batcher", "presence", "topic", "poller", "other"];

    /// <summary>The word for a path as the log writes it.</summary>
    public static string Of(string path) => ActorPath.TryParse(path, out var parsed) ? Of([.. parsed.Elements]) : "other";

    private static string Of(string[] path) => path switch
    {
        ["user", "relays"] => "relays",
        ["user", "relays", ..] => "relay",
        ["user", "connections"] => "connections",
        ["user", "connections", ..] => "connection",
        ["user", var name] when name.StartsWith("batcher-", StringComparison.Ordinal) => "batcher",
        ["user", "presence-index" or "presence-writer"] => "presence",
        ["system", "sharding", "topic", _, _] => "topic",
        ["system", "sharding", "topic", _, _, _] => "poller",
        _ => "other",
    };
}
