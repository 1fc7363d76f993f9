using Realtime.Protocol.Operations;

namespace Realtime.Pbm.Tests.Support;

/// <summary>What the tests' member says it knows.</summary>
internal static class Palettes
{
    /// <summary>A palette with every kind of switch, one whose commands end in every way, and one that is itself a command.</summary>
    public static readonly IReadOnlyList<PaletteDefinition> All =
    [
        new("topic", "topics and their pollers",
        [
            new("list", "all topics", [new("-s", "--sort", "what comes first", "order", Choices: ["name", "watchers"]), new("-a", "--all", "also those without watchers")]),
            new("show", "one topic", [new("-t", "--topic", "which", "topic", Required: true)]),
            new("tail", "what happens", [], Streams: true),
        ]),
        new("cluster", "members",
        [
            new("partial", "some do not answer", []),
            new("fail", "cannot be done", []),
            new("slow", "never answers", []),
            new("hang-up", "ends the connection in the middle", []),
            new("bell", "says what a terminal would obey", []),
        ]),
        new("doctor", "whether all is well", [new("", "whether all is well", [new("-d", "--deep", "look closer")])]),
    ];
}
