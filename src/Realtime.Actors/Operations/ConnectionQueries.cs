using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Actor;
using Realtime.Actors.Connections;
using Realtime.Protocol;

namespace Realtime.Actors.Operations;

/// <summary>What operators ask and order of the WebSockets that are open on a node.</summary>
/// <param name="connections">The node's connections.</param>
/// <param name="nodeUid">The node's incarnation: part of a connection's id, so that an id is of one connection in the cluster.</param>
/// <param name="time">For ages.</param>
internal sealed class ConnectionQueries(IActorRef connections, long nodeUid, ITimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Its browser may come back: only whoever gives out tokens keeps it away.</summary>
    private static readonly SendAway Disconnected = new(CloseCodes.GoingAway, "disconnected by an operator", """{"kind":"disconnect"}"""u8.ToArray());

    public void AddTo(NodeQueries queries)
    {
        queries.Add("connections", ListAsync);
        queries.Add("connection", ShowAsync);
        queries.Add("disconnect", DisconnectAsync);
    }

    private async Task<NodeRows> ListAsync(ImmutableDictionary<string, string> arguments) =>
        NodeRows.First([.. (await OpenAsync().ConfigureAwait(false)).OrderByDescending(c => c.Outbox.WaitingBytes).ThenBy(c => c.Number).Select(Row)], arguments);

    /// <summary>One row, or none where the connection is not of this node.</summary>
    private async Task<NodeRows> ShowAsync(ImmutableDictionary<string, string> arguments)
    {
        var wanted = (await OpenAsync().ConfigureAwait(false)).FirstOrDefault(c => Id(c) == arguments.GetValueOrDefault("--id"));
        if (wanted is null) return NodeRows.Of();
        var row = Row(wanted);
        var joined = await wanted.Actor.Ask<JoinedTopics>(TellJoined.Instance, Patience).ConfigureAwait(false);
        row["channels"] = new JsonArray([.. joined.Channels.Select(channel => new JsonObject
        {
            ["topic"] = channel.Key.Value,
            ["delta"] = channel.Parameters.Delta,
            ["presence"] = channel.Parameters.Presence.ToString().ToLowerInvariant(),
            ["key"] = channel.Parameters.Key,
            ["hidden"] = channel.IsHidden,
        })]);
        return NodeRows.Of(row);
    }

    private async Task<NodeRows> DisconnectAsync(ImmutableDictionary<string, string> arguments)
    {
        var (user, id) = (arguments.GetValueOrDefault("--user"), arguments.GetValueOrDefault("--id"));
        if (user is null == id is null) throw new QuestionFaultException("expected --user or --id");
        var rows = new List<JsonObject>();
        foreach (var connection in (await OpenAsync().ConfigureAwait(false)).Where(c => id is null ? c.User == user : Id(c) == id))
        {
            connection.Actor.Tell(Disconnected);
            rows.Add(Row(connection));
        }

        return NodeRows.Of(rows);
    }

    private async Task<ImmutableArray<Connection>> OpenAsync() => (await connections.Ask<OpenConnections>(TellConnections.Instance, Patience).ConfigureAwait(false)).All;

    private string Id(Connection connection) => string.Create(CultureInfo.InvariantCulture, $"{nodeUid:x}-{connection.Number}");

    private JsonObject Row(Connection connection) => new()
    {
        ["id"] = Id(connection),
        ["peer"] = connection.Peer?.ToString(),
        ["user"] = connection.User,
        ["topics"] = connection.Topics,
        ["age_seconds"] = Math.Round((time.Now - connection.Since).TotalSeconds, 1),
        ["waiting_bytes"] = connection.Outbox.WaitingBytes,
        ["sent_bytes"] = connection.Outbox.Progress.Taken,
    };
}
