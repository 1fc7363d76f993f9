using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Hosting;
using Realtime.Actors;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>topic tail</c>: the frames of a topic as this node's browsers get them.</summary>
internal sealed class TopicTail(ActorSystem system, IReadOnlyActorRegistry registry)
{
    public async Task RunAsync(CommandCall call)
    {
        if (!registry.TryGet<RelaysKey>(out var relays)) throw new CommandFaultException("this member holds no watchers: ask a node with the role edge");
        var name = call.Required("-t");
        if (TopicName.Parse(TopicName.Prefix + name, out var key) != TopicNameKind.Ours) throw new CommandFaultException($"'{name}': {TopicName.InvalidReason}", OperatorExit.Usage);
        await foreach (var message in FrameTail.FollowAsync(system, relays, key, call.Stopped).ConfigureAwait(false))
        {
            var parts = JsonNode.Parse(message.Span)!.AsArray();
            var dataSet = parts[3]!.GetValue<string>();
            // Replies and what is said of presence are no frames.
            if (dataSet.StartsWith("phx_", StringComparison.Ordinal) || parts[4] is not JsonObject payload || payload["kind"] is null) continue;
            await call.LineAsync(new JsonObject { ["data_set"] = dataSet, ["frame"] = payload.DeepClone() }, Text(dataSet, payload, message.Length)).ConfigureAwait(false);
        }
    }

    private string Text(string dataSet, JsonObject frame, int bytes)
    {
        var at = system.Scheduler.Now.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var rows = frame["rows"] is JsonArray list ? $", {list.Count} rows" : "";
        var state = frame["state"]?.GetValue<string>() is { } told and not "live" ? $" {told}{(frame["reason"] is { } reason ? $" ({reason})" : "")}" : "";
        return $"{at} {dataSet} {frame["kind"]}{state} seq {frame["seq"]}, as of {Clock(frame["as_of"])}{rows}, {bytes} bytes";
    }

    private static string Clock(JsonNode? at) => at is null
        ? "never"
        : at.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? DateTimeOffset.FromUnixTimeMilliseconds(at.GetValue<long>()).UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)
            : at.ToString();
}
