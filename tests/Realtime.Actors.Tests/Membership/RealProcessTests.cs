using System.Globalization;
using Realtime.Testing;
using Xunit.Abstractions;

namespace Realtime.Actors.Tests.Membership;

/// <summary>Marks tests that run a cluster of processes: alone, so that nothing else on the machine delays their heartbeats.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessesCollection
{
    public const string Name = "processes";
}

/// <summary>Crash detection and the poll permit in members that are real processes: killed, stopped, ended in order.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class RealProcessTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private LighthouseProcess[] _members = [];

    public async Task InitializeAsync() => _members = await LighthouseProcess.StartAsync(3);

    public async Task DisposeAsync()
    {
        foreach (var member in _members) output.WriteLine(member.Output);
        foreach (var member in _members) await member.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_killed_member_is_proven_dead_by_its_port_and_removed_long_before_its_silence_would_tell(int victim)
    {
        var dead = _members[victim];
        var survivors = _members.Where(m => m != dead).ToArray();
        var killed = LighthouseProcess.Now;
        dead.Crash();
        await Eventually.HoldsAsync(() => survivors.Any(s => s.Says($":{dead.Port}, proven dead, is out of the cluster")), "the dead member is removed", Deadline);
        var proven = survivors.Min(s => s.When($":{dead.Port} is dead: its host refuses connections")) - killed;
        var removed = survivors.Min(s => s.When($":{dead.Port}, proven dead, is out of the cluster")) - killed;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"killed member {victim}: proven after {proven?.TotalMilliseconds:0} ms, removed after {removed?.TotalMilliseconds:0} ms"));

        // The failure detector alone needs its pause of 2 s and the resolver 3 s more: whatever is faster was proven.
        Assert.InRange(removed!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.All(survivors, s => Assert.False(s.Says("Poll permit withdrawn")));
    }

    [Fact]
    public async Task A_successor_on_the_address_of_a_dead_member_is_let_in_and_stays()
    {
        var killed = LighthouseProcess.Now;
        _members[1].Crash();
        await _members[1].ExitedAsync();
        var survivors = new[] { _members[0], _members[2] };
        _members = [.. _members, _members[1].Successor()];
        await Eventually.HoldsAsync(
            () => _members[3].Says("3 of 3 members answer") && survivors.All(s => s.WhenAfter(killed, "3 of 3 members answer") is not null), "all three hear each other", Deadline);
        var whole = LighthouseProcess.Now;
        // Several rounds of heartbeats: a stale mark would make it unreachable by now.
        await Eventually.HoldsAsync(() => LighthouseProcess.Now - whole > TimeSpan.FromSeconds(2), "two more seconds");
        Assert.All(survivors, s => Assert.Null(s.WhenAfter(whole, "UNREACHABLE")));
        Assert.False(_members[3].HasExited);
    }

    [Fact]
    public async Task A_member_that_leaves_in_order_is_not_proven_dead_though_its_port_closes()
    {
        var leaver = _members[2];
        await leaver.SignalAsync("TERM");
        await Eventually.HoldsAsync(() => leaver.HasExited, "its process ends", Deadline);
        await Eventually.HoldsAsync(() => _members[..2].All(s => s.Says("2 of 2 members answer")), "it is removed", Deadline);
        Assert.All(_members[..2], s => Assert.False(s.Says("is dead:")));
    }

    [Fact]
    public async Task A_frozen_member_is_not_proven_dead_and_gives_up_its_permit_when_it_wakes()
    {
        var frozen = _members[2];
        await frozen.SignalAsync("STOP");
        var stopped = LighthouseProcess.Now;
        // Past the failure detector's pause and the permit's time, short of the split-brain resolver's.
        await Eventually.HoldsAsync(() => LighthouseProcess.Now - stopped > TimeSpan.FromSeconds(4), "four seconds of silence");
        Assert.All(_members[..2], s => Assert.False(s.Says("is dead:")));
        await frozen.SignalAsync("CONT");
        var woken = LighthouseProcess.Now;
        await Eventually.HoldsAsync(() => frozen.Says("Poll permit withdrawn"), "the frozen member gives up its permit", Deadline);
        await Eventually.HoldsAsync(() => frozen.Says("Poll permit returned"), "the permit comes back", Deadline);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"withdrawn {(frozen.When("Poll permit withdrawn") - woken)?.TotalMilliseconds:0} ms after waking, returned {(frozen.When("Poll permit returned") - woken)?.TotalMilliseconds:0} ms after"));
        Assert.All(_members[..2], s => Assert.False(s.Says("Poll permit withdrawn")));
        Assert.All(_members, s => Assert.False(s.Says("is dead:")));
    }
}
