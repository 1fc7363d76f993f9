using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Tests.Membership;

/// <summary>When a node has the poll permit: members answer or not, in virtual time.</summary>
public sealed class PulseTests() : TestKit("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ManualClock _clock = new();
    private readonly HashSet<int> _silent = [];
    private TestProbe _network = null!;
    private MemberListStub _members = null!;
    private PollPermit _permit = null!;
    private IActorRef _pulse = null!;

    [Fact]
    public async Task A_node_that_is_alone_keeps_the_permit_whatever_happens()
    {
        Start(1);
        Assert.True(_permit.Granted);
        for (var i = 0; i < 20; i++) await BeatAsync();
        Assert.True(_permit.Granted);
        Assert.False(_permit.Withdraw());
    }

    [Fact]
    public async Task It_is_kept_while_a_majority_answers_and_lost_with_the_majority()
    {
        Start(5);
        _silent.UnionWith([3, 4]);
        for (var i = 0; i < 12; i++) await BeatAsync();
        Assert.True(_permit.Granted);
        _silent.Add(2);
        for (var i = 0; i < 4; i++) await BeatAsync();
        Assert.True(_permit.Granted);
        for (var i = 0; i < 2; i++) await BeatAsync();
        Assert.False(_permit.Granted);
    }

    [Fact]
    public async Task It_comes_back_with_the_first_round_trip_to_a_majority()
    {
        await CutOffAsync();
        _silent.Clear();
        await BeatAsync();
        Assert.True(_permit.Granted);
    }

    [Fact]
    public async Task Answers_that_waited_in_a_buffer_do_not_bring_it_back()
    {
        Start(3);
        await BeatAsync();
        var late = await PingsAsync();
        for (var i = 0; i < 6; i++) await BeatAsync(answer: false);
        Assert.False(_permit.Granted);
        foreach (var ping in late) Answer(1, ping);
        await SettleAsync();
        Assert.False(_permit.Granted);
    }

    [Fact]
    public async Task A_frozen_process_wakes_without_it_and_asks_first()
    {
        Start(3);
        await BeatAsync();
        Assert.True(_permit.Granted);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(_permit.Granted);
        await BeatAsync();
        Assert.True(_permit.Granted);
    }

    [Fact]
    public async Task Members_that_were_removed_leave_the_count()
    {
        await CutOffAsync();
        _members.Remove(1);
        _members.Remove(2);
        _pulse.Tell(new MembersChanged());
        await SettleAsync();
        Assert.True(_permit.Granted);
    }

    [Fact]
    public async Task Members_that_are_only_unreachable_stay_in_the_count()
    {
        await CutOffAsync();
        _members.Put(1, reachable: false);
        _members.Put(2, reachable: false);
        await BeatAsync();
        Assert.False(_permit.Granted);
    }

    [Fact]
    public async Task Who_is_no_member_here_or_was_downed_gets_no_answer()
    {
        Start(3);
        _members.Put(2, Akka.Cluster.MemberStatus.Down);
        var asker = CreateTestProbe();
        _pulse.Tell(new Ping(MemberListStub.Node(2).Uid, 7), asker);
        _pulse.Tell(new Ping(MemberListStub.Node(1, incarnation: 1).Uid, 8), asker);
        _pulse.Tell(new Ping(MemberListStub.Node(1).Uid, 9), asker);
        Assert.Equal(new Pong(_members.Self.Uid, MemberListStub.Node(1).Uid, 9), await asker.ExpectMsgAsync<Pong>(TimeSpan.FromSeconds(10)));
    }

    private async Task CutOffAsync()
    {
        Start(3);
        await BeatAsync();
        _silent.UnionWith([1, 2]);
        for (var i = 0; i < 6; i++) await BeatAsync();
        Assert.False(_permit.Granted);
    }

    private void Start(int count)
    {
        _network = CreateTestProbe();
        _members = new MemberListStub(count);
        _permit = new PollPermit(_clock);
        _pulse = Sys.ActorOf(Pulse.Props(_members, _permit, _ => _network, _clock, NullLogger.Instance), Pulse.Name);
    }

    /// <summary>Half a second: everybody is asked, and answers who is not silent.</summary>
    private async Task BeatAsync(bool answer = true)
    {
        await SettleAsync();
        _clock.Advance(Beat);
        ((TestScheduler)Sys.Scheduler).Advance(Beat);
        await SettleAsync();
        if (!answer) return;
        foreach (var ping in await PingsAsync())
        {
            for (var member = 1; member < 5; member++)
            {
                if (!_silent.Contains(member)) Answer(member, ping);
            }
        }

        await SettleAsync();
    }

    private async Task<IReadOnlyList<Ping>> PingsAsync()
    {
        await SettleAsync();
        List<Ping> pings = [];
        while (_network.HasMessages) pings.Add(await _network.ExpectMsgAsync<Ping>(TimeSpan.FromSeconds(10)));
        return pings;
    }

    private void Answer(int member, Ping ping) => _pulse.Tell(new Pong(MemberListStub.Node(member).Uid, ping.NodeUid, ping.SentAt));

    private async Task SettleAsync() => await _pulse.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10));
}
