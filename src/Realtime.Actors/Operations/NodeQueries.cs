using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Akka.Actor;

namespace Realtime.Actors.Operations;

/// <summary>Answers one kind of question about this process. Runs on any thread; must end within <see cref="ClusterInquiry.Patience"/>.</summary>
/// <param name="arguments">Of the question.</param>
public delegate Task<NodeRows> NodeQuery(ImmutableDictionary<string, string> arguments);

/// <summary>Rows of an answer.</summary>
/// <param name="Rows">The first ones, as the question asked for them.</param>
/// <param name="Total">How many there are; those left out included.</param>
public sealed record NodeRows(IReadOnlyList<JsonObject> Rows, long Total)
{
    /// <summary>All there are.</summary>
    public static NodeRows Of(params IReadOnlyList<JsonObject> rows) => new(rows, rows.Count);

    /// <summary>The first of them by an order, as many as the argument <c>-n</c> says.</summary>
    /// <param name="rows">All.</param>
    /// <param name="arguments">Of the question.</param>
    public static NodeRows First(IReadOnlyCollection<JsonObject> rows, ImmutableDictionary<string, string> arguments) =>
        new([.. rows.Take(NodeQueries.Count(arguments))], rows.Count);
}

/// <summary>An operator's question that makes no sense here; its text is for the operator.</summary>
public sealed class QuestionFaultException(string text) : Exception(text);

/// <summary>What this process can be asked by operators of any member, by name. Each feature adds its own.</summary>
public sealed class NodeQueries : IExtension
{
    /// <summary>Rows of one member where the question names no number.</summary>
    public const int UsualRows = 100;

    private readonly ConcurrentDictionary<string, NodeQuery> _byName = new(StringComparer.Ordinal);

    /// <summary>Those of this process.</summary>
    public static NodeQueries Of(ActorSystem system) => system.WithExtension<NodeQueries, Provider>();

    /// <summary>Lets one be asked.</summary>
    public void Add(string name, NodeQuery query) => _byName[name] = query;

    /// <summary>Null: this process does not know it.</summary>
    public NodeQuery? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>How many rows a question wants.</summary>
    public static int Count(ImmutableDictionary<string, string> arguments)
    {
        if (!arguments.TryGetValue("-n", out var text)) return UsualRows;
        return int.TryParse(text, out var count) && count is > 0 and <= 100_000 ? count : throw new QuestionFaultException($"-n {text}: expected a number from 1 to 100000");
    }

    private sealed class Provider : ExtensionIdProvider<NodeQueries>
    {
        public override NodeQueries CreateExtension(ExtendedActorSystem system) => new();
    }
}
