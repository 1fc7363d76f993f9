using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Cluster;
using Realtime.Actors.Membership;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>presence</c>: who watches, and whether what the nodes do agrees with what DistributedData shows.</summary>
internal sealed class PresencePalette(ClusterInquiry inquiry)
{
    public Palette Palette => new(
        "presence", "who watches",
        new Command("show", "who watches a topic: nodes, and watchers that gave a name", ShowAsync, new SwitchDefinition("-t", "--topic", "the topic's key", "topic", Required: true)),
        new Command("diff", "the nodes' own tables against DistributedData; empty: they agree", DiffAsync));

    private async Task ShowAsync(CommandCall call)
    {
        var answers = await inquiry.AskAsync("topic", call.Arguments, m => m.HasRole(MembershipSettings.TopicRole)).ConfigureAwait(false);
        var row = call.Gather(answers).FirstOrDefault(r => r["fault"] is null) ?? throw new CommandFaultException($"topic '{call.Required("-t")}' does not run: nobody watches it", call.Exit == OperatorExit.Done ? OperatorExit.Failed : call.Exit);
        var names = inquiry.Members.ToDictionary(m => (long)m.UniqueAddress.Uid, m => m.Address.ToString());
        JsonObject[] nodes = [.. row["subscribed"]!.AsArray().Select(n => new JsonObject
        {
            ["node"] = names.GetValueOrDefault(n!["node_uid"]!.GetValue<long>()) ?? "gone",
            ["watchers"] = n["watchers"]!.DeepClone(),
            ["in_distributed_data"] = row["present"]!.AsArray().Any(p => p!.GetValue<long>() == n["node_uid"]!.GetValue<long>()),
        })];
        var named = row["named"]!.AsArray().Select(w => w!["key"]!.GetValue<string>()).GroupBy(key => key).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        var whole = new JsonObject
        {
            ["topic"] = row["topic"]!.DeepClone(),
            ["watchers"] = row["watchers"]!.DeepClone(),
            ["nodes"] = new JsonArray([.. nodes.Select(n => n.DeepClone())]),
            ["named"] = new JsonArray([.. named.Select(g => new JsonObject { ["key"] = g.Key, ["tabs"] = g.Count() })]),
        };
        var table = new TextTable(new("NODE", "node"), new("WATCHERS", "watchers"), new("IN DISTRIBUTED DATA", "in_distributed_data"));
        await call.ObjectAsync(whole, [
            .. table.Lines(nodes),
            .. named.Select(g => $"  {TextTable.Plain(g.Key)}{(g.Count() > 1 ? $" ({g.Count()} tabs)" : "")}"),
            $"Count: {row["watchers"]} watchers, {named.Length} with a name",
        ]).ConfigureAwait(false);
    }

    /// <summary>Both are looked at once: what changes in that moment may be shown as a difference, and is gone when asked again.</summary>
    private async Task DiffAsync(CommandCall call)
    {
        var watching = inquiry.AskAsync("watched", [], m => m.HasRole(MembershipSettings.EdgeRole));
        var shown = inquiry.AskAsync("replica", [], m => m.HasRole(MembershipSettings.TopicRole));
        var own = (await watching.ConfigureAwait(false)).ToDictionary(a => a.Member);
        var uids = inquiry.Members.ToDictionary(m => m.Address, m => (long)m.UniqueAddress.Uid);
        var differences = new List<JsonObject>();
        foreach (var replica in await shown.ConfigureAwait(false))
        {
            if (Untold(call, differences, replica)) continue;
            var elements = replica.Rows.Select(r => (Hash: r["hash"]!.GetValue<string>(), Node: r["node_uid"]!.GetValue<long>())).ToHashSet();
            foreach (var (address, node) in own)
            {
                if (node.Fault is not null || node.Total > node.Rows.Count || !uids.TryGetValue(address, out var uid)) continue;
                var topics = node.Rows.ToDictionary(r => Hash(r["topic"]!.GetValue<string>()), r => r["topic"]!.GetValue<string>());
                var here = elements.Where(e => e.Node == uid).Select(e => e.Hash).ToHashSet();
                foreach (var missing in topics.Keys.Except(here)) Add(replica, address.ToString(), topics[missing], "watched, but not in DistributedData");
                foreach (var over in here.Except(topics.Keys)) Add(replica, address.ToString(), "#" + over, "in DistributedData, but not watched");
            }

            foreach (var (hash, node) in elements.Where(e => !uids.ContainsValue(e.Node))) Add(replica, $"{node:x}", "#" + hash, "of a node that is gone");
        }

        foreach (var node in own.Values) Untold(call, differences, node);
        await call.RowsAsync(
            differences, new TextTable(new("SEEN BY", "seen_by"), new("WATCHING NODE", "watching_node"), new("TOPIC", "topic"), new("DIFFERENCE", "difference")),
            $"Count: {differences.Count(d => d["fault"] is null)} differences").ConfigureAwait(false);

        void Add(MemberAnswer seenBy, string node, string topic, string what) =>
            differences.Add(new JsonObject { ["seen_by"] = seenBy.Member.ToString(), ["watching_node"] = node, ["topic"] = topic, ["difference"] = what });
    }

    private static bool Untold(CommandCall call, List<JsonObject> rows, MemberAnswer answer)
    {
        var fault = answer.Fault ?? (answer.Total > answer.Rows.Count ? $"has {answer.Total}, too many to compare" : null);
        if (fault is null) return false;
        call.IsPartial();
        rows.Add(new JsonObject { ["seen_by"] = answer.Member.ToString(), ["fault"] = fault });
        return true;
    }

    private static string Hash(string topic) => new TopicKey(topic).Hash.ToString("x", CultureInfo.InvariantCulture);
}
