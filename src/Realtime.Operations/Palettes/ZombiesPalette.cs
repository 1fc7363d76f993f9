using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Actors.Membership;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Protocol;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>zombies</c>: topics that run unwatched, are watched but run nowhere, or run twice.</summary>
internal sealed class ZombiesPalette(ClusterInquiry inquiry)
{
    /// <summary>Longer than the auditor waits for members that do not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    public Palette Palette => new(
        "zombies", "topics that run unwatched, are watched but run nowhere, or run twice",
        new Command("list", "what the last audit found", call => TellAsync(call, again: false)),
        new Command("reap", "audit now; what this audit and the one before found is healed", call => TellAsync(call, again: true)) { IsOrder = true });

    private async Task TellAsync(CommandCall call, bool again)
    {
        var arguments = again ? ImmutableDictionary<string, string>.Empty.Add("again", "true") : [];
        var answers = await inquiry.AskAsync("audit", arguments, m => m.HasRole(MembershipSettings.TopicRole), Patience).ConfigureAwait(false);
        var auditor = answers.FirstOrDefault(a => a.Rows.Count > 0)
            ?? throw new CommandFaultException($"no auditor answers: {string.Join("; ", answers.Select(a => $"{a.Member}: {a.Fault ?? "hosts none"}"))}", OperatorExit.TimedOut);
        var head = auditor.Rows[0];
        if (head["partial"]!.GetValue<bool>()) call.IsPartial();
        var names = auditor.Rows.Count > 1 ? await NamesAsync().ConfigureAwait(false) : [];
        var nodes = inquiry.Members.ToDictionary(m => (long)m.UniqueAddress.Uid, m => m.Address.ToString());
        var rows = auditor.Rows.Skip(1).Select(row => new JsonObject
        {
            ["kind"] = row["kind"]!.DeepClone(),
            ["topic"] = names.GetValueOrDefault(row["hash"]!.GetValue<string>()) ?? $"#{row["hash"]}",
            ["node"] = nodes.GetValueOrDefault(row["node_uid"]!.GetValue<long>()) ?? "gone",
            ["state"] = !row["sure"]!.GetValue<bool>() ? "seen once, may be under way" : row["kind"]!.GetValue<string>() == "double" ? "sure, not healed" : "sure, being healed",
        }).ToArray();
        var table = new TextTable(new("KIND", "kind"), new("TOPIC", "topic"), new("NODE", "node"), new("STATE", "state"));
        await call.RowsAsync(rows, table, $"Count: {auditor.Total} findings, audited at {head["audited"]}{(head["partial"]!.GetValue<bool>() ? ", some members did not answer" : "")}").ConfigureAwait(false);
    }

    /// <summary>Audits know topics by their hash; their nodes know the names.</summary>
    private async Task<Dictionary<string, string>> NamesAsync()
    {
        var watched = inquiry.AskAsync("watched", [], m => m.HasRole(MembershipSettings.EdgeRole));
        var running = inquiry.AskAsync("topics", ImmutableDictionary<string, string>.Empty.Add("-n", "100000"), m => m.HasRole(MembershipSettings.TopicRole));
        return (await watched.ConfigureAwait(false)).Concat(await running.ConfigureAwait(false)).SelectMany(a => a.Rows).Select(r => r["topic"]!.GetValue<string>())
            .Distinct().ToDictionary(topic => new TopicKey(topic).Hash.ToString("x", CultureInfo.InvariantCulture));
    }
}
