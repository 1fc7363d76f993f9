using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Akka.Actor;
using Realtime.Actors.Topics;

namespace Realtime.Actors.Operations;

/// <summary>What operators ask of the topics that run on a node.</summary>
internal sealed class TopicQueries(TopicAccounts accounts, ITimeProvider time)
{
    /// <summary>A supervisor has its turn within microseconds; one that is busy for longer than this is worth a fault.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public void AddTo(NodeQueries queries)
    {
        queries.Add("topics", arguments => Task.FromResult(List(arguments)));
        queries.Add("topic", ShowAsync);
        queries.Add("kick", arguments => Task.FromResult(Kick(arguments)));
    }

    private NodeRows List(ImmutableDictionary<string, string> arguments)
    {
        var now = time.Now;
        var rows = accounts.All.Select(account => (Account: account, Row: Row(account, now)));
        var ordered = arguments.GetValueOrDefault("--sort", "watchers") switch
        {
            "watchers" => rows.OrderByDescending(r => r.Account.Watchers),
            "cost" => rows.OrderByDescending(r => r.Account.DataSets.Sum(d => d.StoreTime.Ticks)),
            "age" => rows.OrderBy(r => r.Account.Since.UtcTicks),
            var other => throw new QuestionFaultException($"--sort {other}: expected watchers, cost or age"),
        };
        return NodeRows.First([.. ordered.ThenBy(r => r.Account.Key.Value, StringComparer.Ordinal).Select(r => r.Row)], arguments);
    }

    private static JsonObject Row(TopicAccount account, DateTimeOffset now) => new()
    {
        ["topic"] = account.Key.Value,
        ["watchers"] = account.Watchers,
        ["nodes"] = account.Nodes,
        ["age_seconds"] = Math.Round((now - account.Since).TotalSeconds, 1),
        ["polls"] = account.DataSets.Sum(d => d.Polls),
        ["failures"] = account.DataSets.Sum(d => d.Failures),
        ["rows"] = account.DataSets.Sum(d => d.Rows),
        ["store_ms"] = Ms(account.DataSets.Aggregate(TimeSpan.Zero, (sum, d) => sum + d.StoreTime)),
        ["bytes"] = account.DataSets.Sum(d => d.Bytes),
    };

    /// <summary>One row: the topic, its data sets and who keeps it alive. None where it does not run here.</summary>
    private async Task<NodeRows> ShowAsync(ImmutableDictionary<string, string> arguments)
    {
        if (accounts.Find(Topic(arguments)) is not { } account) return NodeRows.Of();
        var told = await account.Supervisor.Ask<TopicDescription>(DescribeTopic.Instance, Patience).ConfigureAwait(false);
        var row = Row(account, time.Now);
        row["why_alive"] = told.WhyAlive;
        row["data_sets"] = new JsonArray([.. account.DataSets.Select(Poller)]);
        row["subscribed"] = new JsonArray([.. told.Nodes.OrderBy(n => n.NodeUid).Select(n => new JsonObject
        {
            ["node_uid"] = n.NodeUid,
            ["watchers"] = n.Watchers,
            ["generation"] = n.Generation,
            ["hidden"] = n.Hidden,
            ["lease_seconds"] = Math.Round(n.LeaseLeft.TotalSeconds, 1),
        })]);
        row["present"] = new JsonArray([.. (told.Present ?? []).Order().Select(uid => (JsonNode)uid)]);
        row["named"] = new JsonArray([.. told.Named.Select(w => new JsonObject { ["key"] = w.Key, ["phx_ref"] = w.Ref })]);
        return NodeRows.Of(row);
    }

    private static JsonObject Poller(DataSetAccount data) => new()
    {
        ["data_set"] = data.Name,
        ["last_poll"] = data.LastPoll?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["duration_ms"] = Ms(data.LastDuration),
        ["outcome"] = data.LastOutcome,
        ["polls"] = data.Polls,
        ["failures"] = data.Failures,
        ["restarts"] = data.Restarts,
        ["rows"] = data.Rows,
        ["store_ms"] = Ms(data.StoreTime),
        ["bytes"] = data.Bytes,
    };

    private NodeRows Kick(ImmutableDictionary<string, string> arguments)
    {
        if (accounts.Find(Topic(arguments)) is not { } account) return NodeRows.Of();
        account.Supervisor.Tell(KickTopic.Instance);
        return NodeRows.Of(new JsonObject { ["topic"] = account.Key.Value });
    }

    private static string Topic(ImmutableDictionary<string, string> arguments) => arguments.GetValueOrDefault("-t") ?? throw new QuestionFaultException("-t: expected a topic");

    private static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
