using System.Text.Json.Nodes;
using Akka.Cluster;
using Realtime.Actors.Membership;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>connections</c>: the WebSockets of all nodes.</summary>
internal sealed class ConnectionsPalette(ClusterInquiry inquiry)
{
    private static readonly TextTable Table = new(
        new("ID", "id"), new("PEER", "peer"), new("USER", "user"), new("TOPICS", "topics"), new("AGE", "age_seconds", TextTable.Span),
        new("WAITING", "waiting_bytes", TextTable.Bytes), new("SENT", "sent_bytes", TextTable.Bytes), new("NODE", "node"));

    private static readonly TextTable Channels = new(new("TOPIC", "topic"), new("DELTA", "delta"), new("PRESENCE", "presence"), new("KEY", "key"), new("HIDDEN", "hidden"));

    public Palette Palette => new(
        "connections", "the WebSockets of all nodes",
        new Command("list", "open WebSockets, those with the most waiting first", ListAsync, new SwitchDefinition("-n", "--number", "how many of each node; 100 by default", "number")),
        new Command("show", "one WebSocket and its topics", ShowAsync, new SwitchDefinition("--id", "--id", "its id, from the list", "id", Required: true)),
        new Command(
            "disconnect", "close the WebSockets of a user, or one; their browsers may come back", DisconnectAsync,
            new SwitchDefinition("--user", "--user", "the user, everywhere: without tokens the key its client gave as it joined", "user"),
            new SwitchDefinition("--id", "--id", "one WebSocket, by its id", "id")) { IsOrder = true });

    private static bool Holds(Member member) => member.HasRole(MembershipSettings.EdgeRole);

    private async Task ListAsync(CommandCall call)
    {
        call.Number("-n", NodeQueries.UsualRows, 1, 100_000);
        var answers = await inquiry.AskAsync("connections", call.Arguments, Holds).ConfigureAwait(false);
        await call.RowsAsync(call.Gather(answers), Table, TopicPalette.CountOf(answers, "connections")).ConfigureAwait(false);
    }

    private async Task ShowAsync(CommandCall call)
    {
        var rows = call.Gather(await inquiry.AskAsync("connection", call.Arguments, Holds).ConfigureAwait(false));
        var row = rows.FirstOrDefault(r => r["fault"] is null) ?? throw new CommandFaultException($"there is no connection {call.Required("--id")}", call.Exit == OperatorExit.Done ? OperatorExit.Failed : call.Exit);
        await call.ObjectAsync(row, [.. Table.Lines([row]), "", .. Channels.Lines([.. row["channels"]!.AsArray().Select(c => c!.AsObject())])]).ConfigureAwait(false);
    }

    private async Task DisconnectAsync(CommandCall call)
    {
        if (call["--user"] is null == call["--id"] is null) throw new CommandFaultException("expected --user or --id", OperatorExit.Usage);
        var answers = await inquiry.AskAsync("disconnect", call.Arguments, Holds).ConfigureAwait(false);
        var rows = call.Gather(answers);
        await call.RowsAsync(rows, Table, $"Count: {answers.Sum(a => a.Rows.Count)} connections told to go").ConfigureAwait(false);
    }
}
