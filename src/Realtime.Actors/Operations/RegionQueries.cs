using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Realtime.Actors.Operations;

/// <summary>What operators ask of the shards that a node holds.</summary>
internal sealed class RegionQueries(IActorRef region)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public void AddTo(NodeQueries queries)
    {
        queries.Add("shards", ShardsAsync);
        queries.Add("entities", EntitiesAsync);
    }

    private async Task<NodeRows> ShardsAsync(ImmutableDictionary<string, string> arguments)
    {
        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience).ConfigureAwait(false);
        return NodeRows.Of([.. state.Shards.OrderBy(s => s.ShardId.Length).ThenBy(s => s.ShardId, StringComparer.Ordinal)
            .Select(shard => new JsonObject { ["shard"] = shard.ShardId, ["entities"] = shard.EntityIds.Count })]);
    }

    private async Task<NodeRows> EntitiesAsync(ImmutableDictionary<string, string> arguments)
    {
        var (shard, name) = (arguments.GetValueOrDefault("-s"), arguments.GetValueOrDefault("-e"));
        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience).ConfigureAwait(false);
        var rows = state.Shards.Where(s => shard is null || s.ShardId == shard)
            .SelectMany(s => s.EntityIds.Where(e => name is null || e == name).Order(StringComparer.Ordinal).Select(e => new JsonObject { ["shard"] = s.ShardId, ["entity"] = e }));
        return NodeRows.First([.. rows], arguments);
    }
}
