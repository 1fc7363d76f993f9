using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using Akka.Actor;
using Realtime.Actors.Operations;
using Realtime.Actors.Polling;
using Realtime.Node.Hosting;
using Realtime.Node.Stores;

namespace Realtime.Node.Operations;

/// <summary>What operators ask that only the host of a node knows: the settings that must be the same on all nodes, and the store.</summary>
internal sealed class NodeFacts(ActorSystem system, NodeStart start, IDataStore store, StoreClock clock) : IHostedService
{
    /// <summary>Below what an operator's question waits for a member.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(1.5);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var queries = NodeQueries.Of(system);
        queries.Add("settings", _ => Task.FromResult(NodeRows.Of(Settings())));
        queries.Add("store", async _ => NodeRows.Of(await StoreAsync().ConfigureAwait(false)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private JsonObject Settings()
    {
        var (settings, polling) = (start.Settings.Actors, start.Settings.Actors.Polling);
        return new JsonObject
        {
            ["Realtime:Store"] = start.Settings.Store.ToString().ToLowerInvariant(),
            ["Realtime:Pack"] = $"{start.Pack.Name} ({Fingerprint(start.Pack)})",
            ["Realtime:Interval"] = polling.Interval.ToString("c", CultureInfo.InvariantCulture),
            ["Realtime:Linger"] = settings.Linger.ToString("c", CultureInfo.InvariantCulture),
            ["Realtime:Polling:Phases"] = polling.Phases,
            ["Realtime:Polling:BatchSize"] = polling.BatchSize,
            ["Realtime:Polling:Timeout"] = polling.Timeout.ToString("c", CultureInfo.InvariantCulture),
            ["Realtime:Polling:Concurrency"] = polling.Concurrency,
            ["Realtime:Polling:HiddenFactor"] = polling.HiddenFactor,
            ["Realtime:Presence:DiffEvery"] = settings.Presence.DiffEvery.ToString("c", CultureInfo.InvariantCulture),
            ["Realtime:History:Ticks"] = settings.History.Ticks,
            ["Realtime:Topics:MaxPerConnection"] = settings.Connections.MaxTopics,
        };
    }

    /// <summary>Packs of one name may differ: by the files on each machine.</summary>
    private static string Fingerprint(Pack pack)
    {
        var text = string.Join('\n', pack.DataSets.Select(d => $"{d.Name} {d.Kind} {d.Window} {d.Interval} {d.Sql}").Append(pack.AsOfSql).Append(pack.TopicsSql));
        return XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
    }

    private async Task<JsonObject> StoreAsync()
    {
        var kind = start.Settings.Store.ToString();
        using var patience = new CancellationTokenSource(StorePatience);
        try
        {
            var facts = await ((IStoreFacts)store).FactsAsync(patience.Token).ConfigureAwait(false);
            return new JsonObject
            {
                ["kind"] = facts.Kind, ["version"] = facts.Version, ["pool"] = facts.Pool, ["max_connections"] = facts.MaxConnections, ["clock_offset_ms"] = Math.Round(clock.OffsetMs, 1),
            };
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            return new JsonObject { ["kind"] = kind, ["fault"] = e is StoreException known ? $"does not answer: {known.Failure}, {known.Message}" : "does not answer in time" };
        }
    }
}
