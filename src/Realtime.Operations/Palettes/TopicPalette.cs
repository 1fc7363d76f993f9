using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Cluster;
using Realtime.Actors.Membership;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>topic</c>: what runs, what it costs, who watches.</summary>
internal sealed class TopicPalette(ClusterInquiry inquiry, TopicTail tail)
{
    private static readonly SwitchDefinition ATopic = new("-t", "--topic", "the topic's key", "topic", Required: true);

    private static readonly TextTable ListTable = new(
        new("TOPIC", "topic"), new("WATCHERS", "watchers"), new("NODES", "nodes"), new("AGE", "age_seconds", TextTable.Span), new("POLLS", "polls"), new("FAILED", "failures"),
        new("ROWS", "rows"), new("STORE MS", "store_ms"), new("BYTES", "bytes", TextTable.Bytes), new("NODE", "node"));

    private static readonly TextTable PollerTable = new(
        new("DATA SET", "data_set"), new("LAST POLL", "last_poll", Clock), new("TOOK MS", "duration_ms"), new("OUTCOME", "outcome"), new("POLLS", "polls"), new("FAILED", "failures"),
        new("RESTARTS", "restarts"), new("ROWS", "rows"), new("STORE MS", "store_ms"), new("BYTES", "bytes", TextTable.Bytes));

    private static readonly TextTable NodeTable = new(
        new("SUBSCRIBED NODE", "node"), new("WATCHERS", "watchers"), new("HIDDEN", "hidden"), new("LEASE", "lease_seconds", TextTable.Span), new("GENERATION", "generation"));

    public Palette Palette => new(
        "topic", "topics that run, what they cost and who watches",
        new Command(
            "list", "the topics that run", ListAsync,
            new SwitchDefinition("--sort", "--sort", "by what: watchers (default), cost or age", "order", Choices: ["watchers", "cost", "age"]),
            new SwitchDefinition("-n", "--number", "how many; 100 by default", "number")),
        new Command("show", "one topic: its node, its pollers, its watchers, why it is alive", ShowAsync, ATopic),
        new Command("kick", "let a topic begin anew: its watchers stay", KickAsync, ATopic) { IsOrder = true },
        new Command("tail", "a topic's frames as they come, until it is stopped; counts as a watcher", tail.RunAsync, ATopic) { Streams = true });

    /// <summary>How many there are, those left out included.</summary>
    public static string CountOf(IEnumerable<MemberAnswer> answers, string what)
    {
        var (shown, total) = (answers.Sum(a => a.Rows.Count), answers.Sum(a => a.Total));
        return shown < total ? $"Count: {shown} of {total} {what}; -n shows more" : $"Count: {total} {what}";
    }

    private static bool Holds(Member member) => member.HasRole(MembershipSettings.TopicRole);

    private async Task ListAsync(CommandCall call)
    {
        var most = call.Number("-n", NodeQueries.UsualRows, 1, 100_000);
        var sort = call["--sort"] ?? "watchers";
        var answers = await inquiry.AskAsync("topics", call.Arguments, Holds).ConfigureAwait(false);
        var rows = call.Gather(answers);
        // Each member gave its first ones: together they need their order, and their number, once more.
        var found = rows.Where(r => r["fault"] is null);
        var ordered = sort switch
        {
            "cost" => found.OrderByDescending(r => r["store_ms"]!.GetValue<double>()),
            "age" => found.OrderByDescending(r => r["age_seconds"]!.GetValue<double>()),
            _ => found.OrderByDescending(r => r["watchers"]!.GetValue<long>()),
        };
        JsonObject[] shown = [.. ordered.Take(most), .. rows.Where(r => r["fault"] is not null)];
        var total = answers.Sum(a => a.Total);
        await call.RowsAsync(shown, ListTable, total > most ? $"Count: {most} of {total} topics; -n shows more" : $"Count: {total} topics").ConfigureAwait(false);
    }

    private async Task ShowAsync(CommandCall call)
    {
        var answers = await inquiry.AskAsync("topic", call.Arguments, Holds).ConfigureAwait(false);
        var row = Found(call, answers);
        var names = inquiry.Members.ToDictionary(m => (long)m.UniqueAddress.Uid, m => m.Address.ToString());
        foreach (var node in row["subscribed"]!.AsArray().Select(n => n!.AsObject())) node.Insert(0, "node", Name(node["node_uid"]!.GetValue<long>()));
        row["present"] = new JsonArray([.. row["present"]!.AsArray().Select(uid => (JsonNode)Name(uid!.GetValue<long>()))]);
        await call.ObjectAsync(row, Text(row)).ConfigureAwait(false);

        string Name(long uid) => names.GetValueOrDefault(uid) ?? $"a node that is gone ({uid:x})";
    }

    private static IEnumerable<string> Text(JsonObject row)
    {
        yield return $"{row["topic"]} runs on {row["node"]}, since {TextTable.Span(row["age_seconds"]!)}";
        yield return $"why it is alive: {row["why_alive"]}";
        yield return $"presence shows: {(row["present"]!.AsArray() is { Count: > 0 } present ? string.Join(", ", present) : "no node")}";
        yield return "";
        foreach (var line in PollerTable.Lines([.. row["data_sets"]!.AsArray().Select(d => d!.AsObject())])) yield return line;
        yield return "";
        foreach (var line in NodeTable.Lines([.. row["subscribed"]!.AsArray().Select(d => d!.AsObject())])) yield return line;
        yield return $"Count: {row["watchers"]} watchers on {row["nodes"]} nodes";
    }

    private async Task KickAsync(CommandCall call)
    {
        var row = Found(call, await inquiry.AskAsync("kick", call.Arguments, Holds).ConfigureAwait(false));
        await call.ObjectAsync(row, [$"{row["topic"]} begins anew on {row["node"]}"]).ConfigureAwait(false);
    }

    private static JsonObject Found(CommandCall call, MemberAnswer[] answers)
    {
        var rows = call.Gather(answers);
        var row = rows.FirstOrDefault(r => r["fault"] is null);
        var faults = rows.Where(r => r["fault"] is not null).Select(r => $"{r["node"]}: {r["fault"]}").ToArray();
        var partly = faults.Length > 0 ? $", as far as is known: {string.Join("; ", faults)}" : "";
        return row ?? throw new CommandFaultException($"topic '{call.Required("-t")}' does not run: nobody watches it{partly}", faults.Length > 0 ? OperatorExit.Partial : OperatorExit.Failed);
    }

    private static string Clock(JsonNode at) => DateTimeOffset.Parse(at.GetValue<string>(), CultureInfo.InvariantCulture).UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
