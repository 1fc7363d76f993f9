using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Actor;

namespace Realtime.Actors.Operations;

/// <summary>Walks the tree of a process's actors for operators.</summary>
internal sealed class ActorQueries(ExtendedActorSystem system)
{
    private const int UsualDepth = 4;

    /// <summary>A node may have half a million actors: nobody reads more than this of them.</summary>
    private const int MostPaths = 5000;

    public void AddTo(NodeQueries queries) => queries.Add("actors", arguments => Task.FromResult(List(arguments)));

    private NodeRows List(ImmutableDictionary<string, string> arguments)
    {
        var depth = int.TryParse(arguments.GetValueOrDefault("-d"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : UsualDepth;
        var start = arguments.GetValueOrDefault("-s", "/");
        IActorRef[] roots = start.Trim('/') is "" ? [system.SystemGuardian, system.Guardian] : [Find(start)];
        var paths = new List<string>();
        var total = roots.OfType<ActorRefWithCell>().Sum(root => Walk(root, depth, paths));
        return new NodeRows([.. paths.Order(StringComparer.Ordinal).Select(path => new JsonObject { ["path"] = path })], total);
    }

    private ActorRefWithCell Find(string start)
    {
        var names = start.Split('/', StringSplitOptions.RemoveEmptyEntries);
        IActorRef? at = names[0] switch
        {
            "user" => system.Guardian,
            "system" => system.SystemGuardian,
            _ => null,
        };
        foreach (var name in names.Skip(1)) at = (at as ActorRefWithCell)?.GetSingleChild(name);
        return at as ActorRefWithCell ?? throw new QuestionFaultException($"there is no actor at {start}");
    }

    /// <summary>Takes in an actor and what is below it, and counts them all as far as it goes down.</summary>
    private static long Walk(ActorRefWithCell actor, int depth, List<string> paths)
    {
        if (depth <= 0) return 0;
        if (paths.Count < MostPaths) paths.Add(actor.Path.ToStringWithoutAddress());
        return 1 + actor.Children.OfType<ActorRefWithCell>().Sum(child => Walk(child, depth - 1, paths));
    }
}
