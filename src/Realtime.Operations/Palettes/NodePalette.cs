using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>node</c>: orders to a process.</summary>
internal sealed class NodePalette(ActorSystem system, ClusterInquiry inquiry)
{
    public Palette Palette => new(
        "node", "orders to a process",
        new Command(
            "drain", "stop it in good order: topics go to other nodes, then its browsers, then it ends", DrainAsync,
            new SwitchDefinition("-a", "--address", "the member; this one by default", "address")) { IsOrder = true });

    private async Task DrainAsync(CommandCall call)
    {
        var address = call["-a"] is { } told ? MemberText.Parse(system, told) : Cluster.Get(system).SelfAddress;
        var answer = await inquiry.AskOneAsync(address, ProcessEnd.Query, []).ConfigureAwait(false);
        if (answer.Fault == ClusterInquiry.NoAnswer) throw new CommandFaultException($"{address} does not answer", OperatorExit.TimedOut);
        if (answer.Fault is { } fault) throw new CommandFaultException($"{address}: {fault}");
        await call.ObjectAsync(new JsonObject { ["address"] = address.ToString(), ["result"] = "drains" }, [$"{address} drains: its topics go first, then its browsers, then it ends"]).ConfigureAwait(false);
    }
}
