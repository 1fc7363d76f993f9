using System.Globalization;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Operations.Commands;
using Realtime.Protocol.Operations;

namespace Realtime.Operations.Palettes;

/// <summary><c>cluster</c>: who the members are, as this one sees them, and orders to them.</summary>
internal sealed class ClusterPalette(ActorSystem system)
{
    private static readonly SwitchDefinition MaybeMember = new("-a", "--address", "the member; this one by default", "address");
    private static readonly SwitchDefinition AMember = new("-a", "--address", "the member", "address", Required: true);

    private readonly Cluster _cluster = Cluster.Get(system);

    public Palette Palette => new(
        "cluster", "the members of the cluster, as this one sees them",
        new Command("show", "all members", ShowAsync),
        new Command("status", "this member", StatusAsync),
        new Command("leader", "the leader's address", LeaderAsync),
        new Command("leave", "let a member leave in good order", LeaveAsync, MaybeMember) { IsOrder = true },
        new Command("down", "take a member out that will not come back", DownAsync, AMember) { IsOrder = true },
        new Command("down-unreachable", "take all members out that cannot be reached", DownUnreachableAsync) { IsOrder = true },
        new Command("join", "let this process join a cluster", JoinAsync, new SwitchDefinition("-a", "--address", "a member of it", "address", Required: true)) { IsOrder = true },
        new Command("tail", "what happens to members, until it is stopped", TailAsync) { Streams = true });

    private Task ShowAsync(CommandCall call)
    {
        var rows = _cluster.State.Members.OrderBy(m => m.Address, Member.AddressOrdering).Select(m => MemberText.Row(_cluster, m)).ToArray();
        return call.RowsAsync(rows, rows.Select(MemberText.Line), $"Count: {rows.Length} nodes");
    }

    private Task StatusAsync(CommandCall call)
    {
        var self = MemberText.Row(_cluster, _cluster.SelfMember);
        return call.ObjectAsync(self, [MemberText.Line(self)]);
    }

    private Task LeaderAsync(CommandCall call)
    {
        var leader = _cluster.State.Leader?.ToString() ?? throw new CommandFaultException("there is no leader: the members do not agree who they are");
        return call.ObjectAsync(new JsonObject { ["leader"] = leader }, [leader]);
    }

    private Task LeaveAsync(CommandCall call)
    {
        var member = call["-a"] is null ? _cluster.SelfMember : Find(call.Required("-a"));
        _cluster.Leave(member.Address);
        return SayAsync(call, member.Address, "was told to leave");
    }

    private Task DownAsync(CommandCall call)
    {
        var member = Find(call.Required("-a"));
        _cluster.Down(member.Address);
        return SayAsync(call, member.Address, "was marked as down");
    }

    private Task DownUnreachableAsync(CommandCall call)
    {
        var unreachable = _cluster.State.Unreachable.OrderBy(m => m.Address, Member.AddressOrdering).ToArray();
        foreach (var member in unreachable) _cluster.Down(member.Address);
        var rows = unreachable.Select(m => MemberText.Row(_cluster, m)).ToArray();
        return call.RowsAsync(rows, rows.Select(row => $"{row["address"]} was marked as down"), $"Count: {rows.Length} nodes");
    }

    private Task JoinAsync(CommandCall call)
    {
        if (_cluster.SelfMember.Status is MemberStatus.Up or MemberStatus.WeaklyUp) throw new CommandFaultException($"this process is a member of a cluster already, with {_cluster.State.Members.Count} members");
        var seed = MemberText.Parse(system, call.Required("-a"));
        _cluster.Join(seed);
        return SayAsync(call, seed, "was asked to take this process in");
    }

    private async Task TailAsync(CommandCall call)
    {
        await foreach (var happened in ClusterEvents.Follow(system, call.Stopped).ConfigureAwait(false))
        {
            var at = system.Scheduler.Now.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            happened.Insert(0, "at", at);
            await call.LineAsync(happened, $"{at} {happened["event"]} {happened["address"]}{(happened["detail"] is { } detail ? $" {detail}" : "")}").ConfigureAwait(false);
        }
    }

    private Member Find(string text)
    {
        var address = MemberText.Parse(system, text);
        return _cluster.State.Members.FirstOrDefault(m => m.Address == address)
            ?? throw new CommandFaultException($"{address} is not a member: there are {string.Join(", ", _cluster.State.Members.Select(m => m.Address))}");
    }

    private static Task SayAsync(CommandCall call, Address address, string text) =>
        call.ObjectAsync(new JsonObject { ["address"] = address.ToString(), ["result"] = text }, [$"{address} {text}"]);
}
