using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>actor</c>: the actors of a process.</summary>
internal sealed class ActorPalette(ActorSystem system, ClusterInquiry inquiry)
{
    private readonly Address _self = Cluster.Get(system).SelfAddress;

    public Palette Palette => new(
        "actor", "the actors of a process",
        new Command("system", "the actor system's address", call => call.ObjectAsync(new JsonObject { ["system"] = _self.ToString() }, [_self.ToString()])),
        new Command(
            "hierarchy", "paths of actors, sorted", HierarchyAsync,
            new SwitchDefinition("-s", "--start", "where to begin: /user/relays, or with an address in front for another member; all by default", "path"),
            new SwitchDefinition("-d", "--depth", "how deep; 4 by default", "depth")));

    private async Task HierarchyAsync(CommandCall call)
    {
        call.Number("-d", 4, 1, 100);
        var (member, start) = Split(call["-s"] ?? "/");
        var answer = await inquiry.AskOneAsync(member, "actors", call.Arguments.SetItem("-s", start)).ConfigureAwait(false);
        if (answer.Fault == ClusterInquiry.NoAnswer) throw new CommandFaultException($"{member} does not answer", OperatorExit.TimedOut);
        if (answer.Fault is { } fault) throw new CommandFaultException(fault);
        var more = answer.Total - answer.Rows.Count;
        await call.RowsAsync(answer.Rows, answer.Rows.Select(row => row["path"]!.GetValue<string>()), more > 0 ? $"… and {more} more: begin further down with -s" : null).ConfigureAwait(false);
    }

    private (Address Member, string Path) Split(string start)
    {
        if (!start.Contains("://", StringComparison.Ordinal)) return (_self, start);
        var slash = start.IndexOf('/', start.IndexOf("://", StringComparison.Ordinal) + 3);
        return (MemberText.Parse(system, slash < 0 ? start : start[..slash]), slash < 0 ? "/" : start[slash..]);
    }
}
