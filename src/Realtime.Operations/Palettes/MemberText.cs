using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary>How a member is written and read.</summary>
internal static class MemberText
{
    public static JsonObject Row(Cluster cluster, Member member) => new()
    {
        ["address"] = member.Address.ToString(),
        ["roles"] = new JsonArray([.. member.Roles.Order(StringComparer.Ordinal).Select(role => (JsonNode)role)]),
        ["status"] = member.Status.ToString().ToLowerInvariant(),
        ["reachable"] = !cluster.State.Unreachable.Contains(member),
        ["version"] = member.AppVersion.Version,
        ["uid"] = member.UniqueAddress.Uid,
        ["leader"] = member.Address == cluster.State.Leader,
    };

    /// <summary>As <c>address | [roles] | status | reachability | version</c>.</summary>
    public static string Line(JsonObject row) =>
        $"{row["address"]} | [{string.Join(',', row["roles"]!.AsArray())}] | {row["status"]} | {(row["reachable"]!.GetValue<bool>() ? "" : "unreachable")} | {row["version"]}";

    /// <summary>Takes an address in full, or <c>host:port</c>.</summary>
    public static Address Parse(ActorSystem system, string text)
    {
        // All members speak alike: with TLS, or without.
        var own = Cluster.Get(system).SelfAddress;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"{own.Protocol}://{system.Name}@{text}";
        return Address.TryParse(full, out var address) && address.Port is not null
            ? address
            : throw new CommandFaultException($"'{text}': expected an address such as {own.Protocol}://{system.Name}@127.0.0.1:5213, or 127.0.0.1:5213", OperatorExit.Usage);
    }
}
