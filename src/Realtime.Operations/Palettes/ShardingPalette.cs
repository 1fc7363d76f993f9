using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Realtime.Actors.Membership;
using Realtime.Actors.Operations;
using Realtime.Actors.Topics;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>cluster-sharding</c>: which member holds which shards and topics.</summary>
internal sealed class ShardingPalette(ActorSystem system, ClusterInquiry inquiry)
{
    private static readonly SwitchDefinition ARegion = new("-r", "--region", "the region", "region", Required: true, Choices: [RealtimeRegion.Name]);
    private static readonly SwitchDefinition AShard = new("-s", "--shard", "one shard only", "shard");
    private static readonly SwitchDefinition HowMany = new("-n", "--number", "how many of each member at most; 100 by default", "number");

    private readonly Cluster _cluster = Cluster.Get(system);

    public Palette Palette => new(
        "cluster-sharding", "which member holds which shards and topics",
        new Command("list-regions", "the regions of the cluster", ListRegionsAsync),
        new Command("region-stats", "shards and entities of each member", RegionStatsAsync, ARegion),
        new Command("list-shards", "all shards that are held", ListShardsAsync, ARegion),
        new Command("list-entities", "what runs in the shards", ListEntitiesAsync, ARegion, AShard, HowMany),
        new Command("locate", "where an entity runs, or would run", LocateAsync, new SwitchDefinition("-e", "--entity", "the entity: a topic's key", "entity", Required: true)));

    private static bool Holds(Member member) => member.HasRole(MembershipSettings.TopicRole);

    private Task ListRegionsAsync(CommandCall call)
    {
        var row = new JsonObject { ["region"] = RealtimeRegion.Name, ["shards"] = TopicShards.Count, ["role"] = MembershipSettings.TopicRole };
        return call.RowsAsync([row], [RealtimeRegion.Name]);
    }

    private async Task RegionStatsAsync(CommandCall call)
    {
        Check(call);
        var members = inquiry.Members.Where(Holds).ToArray();
        var coordinator = members.Where(m => m.Status == MemberStatus.Up).OrderBy(m => m, Member.AgeOrdering).FirstOrDefault();
        var answers = await inquiry.AskAsync("shards", [], Holds).ConfigureAwait(false);
        var rows = members.Join(answers, m => m.Address, a => a.Member, (member, answer) =>
        {
            var row = MemberText.Row(_cluster, member);
            row["coordinator"] = member == coordinator;
            row["shards"] = answer.Fault is null ? answer.Rows.Count : null;
            row["entities"] = answer.Fault is null ? answer.Rows.Sum(r => r["entities"]!.GetValue<long>()) : null;
            row["fault"] = answer.Fault;
            if (answer.Fault is not null) call.IsPartial();
            return row;
        }).ToArray();
        await call.RowsAsync(rows, rows.Select(row => MemberText.Line(row)
            + (row["coordinator"]!.GetValue<bool>() ? " [coordinator]" : "")
            + (row["fault"] is { } fault ? $" | {fault}" : $" | shards: {row["shards"]} | entities: {row["entities"]}"))).ConfigureAwait(false);
    }

    private async Task ListShardsAsync(CommandCall call)
    {
        Check(call);
        var rows = call.Gather(await inquiry.AskAsync("shards", [], Holds).ConfigureAwait(false));
        await call.RowsAsync(rows, new TextTable(new("NODE", "node"), new("SHARD", "shard"), new("ENTITIES", "entities")), $"Count: {rows.Count(r => r["fault"] is null)} shards").ConfigureAwait(false);
    }

    private async Task ListEntitiesAsync(CommandCall call)
    {
        Check(call);
        var answers = await inquiry.AskAsync("entities", call.Arguments.Remove("-r"), Holds).ConfigureAwait(false);
        var rows = call.Gather(answers);
        await call.RowsAsync(rows, new TextTable(new("NODE", "node"), new("SHARD", "shard"), new("ENTITY", "entity")), TopicPalette.CountOf(answers, "entities")).ConfigureAwait(false);
    }

    private async Task LocateAsync(CommandCall call)
    {
        var entity = call.Required("-e");
        var shard = new TopicShards().ShardId(entity);
        var running = await inquiry.AskAsync("entities", ImmutableDictionary<string, string>.Empty.Add("-s", shard).Add("-e", entity), Holds).ConfigureAwait(false);
        var shards = await inquiry.AskAsync("shards", [], Holds).ConfigureAwait(false);
        foreach (var _ in running.Concat(shards).Where(a => a.Fault is not null)) call.IsPartial();
        var home = shards.FirstOrDefault(a => a.Rows.Any(r => r["shard"]!.GetValue<string>() == shard))?.Member.ToString();
        var runs = running.FirstOrDefault(a => a.Rows.Count > 0) is not null;
        await call.ObjectAsync(
            new JsonObject { ["entity"] = entity, ["shard"] = shard, ["node"] = home, ["running"] = runs },
            [$"{entity} | shard {shard} | {home ?? "no member holds the shard"} | {(runs ? "running" : "not running")}"]).ConfigureAwait(false);
    }

    private static void Check(CommandCall call)
    {
        if (call.Required("-r") != RealtimeRegion.Name) throw new CommandFaultException($"there is no region '{call["-r"]}': there is {RealtimeRegion.Name}");
    }
}
