using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Actor;
using Realtime.Actors.Zombies;

namespace Realtime.Actors.Operations;

/// <summary>What operators ask of the audit. Only the node that hosts the auditor has an answer; the others have no rows.</summary>
internal static class ZombieQueries
{
    private const string Name = "audit";

    /// <summary>One more audit waits for members that do not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>From here on the auditor answers.</summary>
    public static void Add(NodeQueries queries, IActorRef auditor) => queries.Add(Name, async arguments =>
    {
        var again = arguments.ContainsKey("again");
        var last = await auditor.Ask<LastAudit>(new TellLastAudit(again), Patience).ConfigureAwait(false);
        return new NodeRows([Head(last), .. last.Findings.Select(Row)], last.Total);
    });

    /// <summary>From here on nobody does.</summary>
    public static void AddNone(NodeQueries queries) => queries.Add(Name, _ => Task.FromResult(NodeRows.Of()));

    private static JsonObject Head(LastAudit last) => new()
    {
        ["audited"] = last.At.ToString("O", CultureInfo.InvariantCulture),
        ["partial"] = last.Partial,
    };

    private static JsonObject Row(Finding finding) => new()
    {
        ["kind"] = finding.Kind.ToString().ToLowerInvariant(),
        ["hash"] = finding.At.Topic.ToString("x", CultureInfo.InvariantCulture),
        ["node_uid"] = finding.At.Node,
        ["sure"] = finding.Sure,
    };
}
