using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Actors.Membership;
using Realtime.Actors.Operations;
using Realtime.Operations.Commands;
using Realtime.Operations.Doctor;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>doctor</c>: looks the cluster over, and says what to do.</summary>
internal sealed class DoctorPalette(ClusterInquiry inquiry, ITimeProvider time)
{
    private static readonly TextTable Table = new(new("CHECK", "check"), new("STATUS", "status"), new("NODE", "node"), new("FOUND", "found"));

    public Palette Palette => new("doctor", "looks the cluster over and says what to do", new Command("", "clocks, versions, settings, limits and the store of all members", RunAsync));

    private async Task RunAsync(CommandCall call)
    {
        var nodes = inquiry.AskAsync("settings", [], IsNode);
        var limits = inquiry.AskAsync("limits", [], m => m.HasRole(MembershipSettings.TopicRole));
        var stores = inquiry.AskAsync("store", [], m => m.HasRole(MembershipSettings.TopicRole));
        var infos = await Task.WhenAll(inquiry.Members.Select(member => ClockAsync(member.Address))).ConfigureAwait(false);
        var advice = new List<Advice>();
        advice.AddRange(infos.Select(i => i.Advice).OfType<Advice>());
        var told = call.Gather(infos.Select(i => i.Answer));
        advice.AddRange(Silent(told));
        var processes = told.Where(r => r["fault"] is null).ToArray();
        advice.AddRange(Checks.Same("version", [.. processes.Select(p => Only(p, "version"))]));
        var edges = inquiry.Members.Where(m => m.HasRole(MembershipSettings.EdgeRole)).Select(m => m.Address.ToString()).ToHashSet();
        advice.AddRange(processes.Where(p => edges.Contains(p["node"]!.GetValue<string>())).Select(Checks.Files));
        advice.AddRange(Checks.Same("settings", Answered(call, await nodes.ConfigureAwait(false))));
        advice.AddRange(Answered(call, await limits.ConfigureAwait(false)).Select(Checks.Frame));
        advice.AddRange(Checks.Store(Answered(call, await stores.ConfigureAwait(false))));
        var todo = advice.Count(a => a.Todo is not null);
        JsonObject[] rows = [.. advice.OrderBy(a => a.Todo is null).Select(a => a.Json)];
        await call.RowsAsync(rows, Lines(rows), todo == 0 ? $"{rows.Length} checks: nothing to do" : $"{rows.Length} checks, {todo} to do").ConfigureAwait(false);
        if (todo > 0 && call.Exit == OperatorExit.Done) throw new CommandFaultException($"{todo} of {rows.Length} checks found something to do");
    }

    private static bool IsNode(Member member) => member.HasRole(MembershipSettings.RealtimeRole);

    /// <summary>Whoever does not answer is told of once, by the first question.</summary>
    private static IReadOnlyList<JsonObject> Answered(CommandCall call, MemberAnswer[] answers) => [.. call.Gather(answers).Where(r => r["fault"] is null || r["kind"] is not null)];

    private static IEnumerable<Advice> Silent(IEnumerable<JsonObject> rows) => rows.Where(r => r["fault"] is not null)
        .Select(r => new Advice("member", r["node"]!.GetValue<string>(), r["fault"]!.GetValue<string>(), "look at its process and its log; if it will not come back: pbm cluster down -a"));

    private static IEnumerable<string> Lines(IReadOnlyList<JsonObject> rows) =>
        Table.Lines(rows).Concat(rows.Where(r => r["to_do"] is not null).Select(r => $"  {r["check"]} ({r["node"]}): {r["to_do"]}").Distinct());

    private static JsonObject Only(JsonObject row, string field) => new() { ["node"] = row["node"]!.DeepClone(), [field] = row[field]!.DeepClone() };

    private async Task<(MemberAnswer Answer, Advice? Advice)> ClockAsync(Address member)
    {
        var (before, began) = (time.Now, time.MonotonicClock);
        var answer = await inquiry.AskOneAsync(member, "info", []).ConfigureAwait(false);
        if (answer.Fault is not null) return (answer, null);
        var half = (time.MonotonicClock - began) / 2;
        var off = answer.Rows[0]["now_ms"]!.GetValue<long>() - (before + half).ToUnixTimeMilliseconds();
        return (answer, Checks.Clock(member.ToString(), off, half.TotalMilliseconds));
    }
}
