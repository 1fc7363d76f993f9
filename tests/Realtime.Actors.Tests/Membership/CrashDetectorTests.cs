using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Remote;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Tests.Membership;

/// <summary>Whom the detector of crashed members downs, and whom it leaves alone.</summary>
public sealed class CrashDetectorTests : TestKit
{
    private readonly ConcurrentDictionary<Address, ProbeAnswer> _ports = new();
    private readonly ConcurrentDictionary<Address, TaskCompletionSource> _held = new();
    private readonly ConcurrentQueue<Address> _probed = new();
    private readonly ManualClock _clock = new();

    private ProvenDeaths Deaths => ProvenDeaths.Of(Sys.EventStream);

    [Fact]
    public async Task A_member_whose_port_refuses_is_marked_and_downed_once()
    {
        var (members, detector) = Start(3);
        Die(2);
        Lose(2);
        Lose(2);
        await DownedAsync(members, 2);
        Lose(2);
        detector.Tell(new MembersChanged());
        await SettleAsync(detector);
        Assert.Equal([Address(2)], members.Downed);
        Assert.True(Deaths.Holds(Address(2).ToString()));
    }

    [Fact]
    public async Task The_mark_goes_with_the_dead_incarnation()
    {
        var (members, detector) = Start(3);
        Die(2);
        Lose(2);
        await DownedAsync(members, 2);
        members.Put(2, incarnation: 1);
        detector.Tell(new MembersChanged());
        await SettleAsync(detector);
        Assert.False(Deaths.Holds(Address(2).ToString()));
    }

    [Fact]
    public async Task A_successor_that_joined_while_the_port_was_asked_is_not_downed()
    {
        var (members, detector) = Start(3);
        Die(2);
        var asked = Hold(2);
        Lose(2);
        await ProbedAsync(2, 1);
        members.Put(2, incarnation: 1);
        asked.SetResult();
        await ProbedAsync(2, 2);
        await SettleAsync(detector);
        Assert.Empty(members.Downed);
        Assert.False(Deaths.Holds(Address(2).ToString()));
    }

    [Theory]
    [InlineData(ProbeAnswer.Accepted)]
    [InlineData(ProbeAnswer.Silence)]
    internal async Task A_port_that_does_not_refuse_proves_nothing(ProbeAnswer answer)
    {
        var (members, detector) = Start(3);
        _ports[Address(2)] = answer;
        Lose(2);
        await ProbedAsync(2, 5);
        await SettleAsync(detector);
        Assert.Empty(members.Downed);
    }

    [Theory]
    [InlineData(MemberStatus.Leaving)]
    [InlineData(MemberStatus.Exiting)]
    [InlineData(MemberStatus.Down)]
    public async Task A_member_on_its_way_out_may_close_its_port(MemberStatus status)
    {
        var (members, detector) = Start(3);
        members.Put(2, status);
        Die(2);
        Lose(2);
        await SettleAsync(detector);
        Assert.Empty(_probed);
        Assert.Empty(members.Downed);
    }

    [Fact]
    public async Task A_member_seen_unreachable_is_asked_without_a_lost_connection()
    {
        var (members, detector) = Start(3);
        Die(1);
        members.Put(1, reachable: false);
        detector.Tell(new MembersChanged());
        await DownedAsync(members, 1);
    }

    [Fact]
    public async Task Two_of_five_that_die_at_once_are_both_downed()
    {
        var (members, _) = Start(5);
        Die(3, 4);
        Lose(3, 4);
        await AwaitAssertAsync(() => Assert.Equal([Address(3), Address(4)], members.Downed.OrderBy(a => a.Port)), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_minority_downs_nobody_though_every_port_beyond_the_cut_refuses()
    {
        var (members, detector) = Start(5);
        Die(2, 3, 4);
        Lose(2, 3, 4);
        foreach (var dead in new[] { 2, 3, 4 }) await ProbedAsync(dead, 2);
        await SettleAsync(detector);
        Assert.Empty(members.Downed);
    }

    [Fact]
    public async Task A_proof_waits_while_others_are_in_doubt_and_is_acted_on_when_they_are_not()
    {
        var (members, detector) = Start(3);
        Die(2);
        _ports[Address(1)] = ProbeAnswer.Silence;
        var doubt = Hold(1);
        Lose(1, 2);
        await ProbedAsync(2, 2);
        await SettleAsync(detector);
        Assert.Empty(members.Downed);
        doubt.SetResult();
        await DownedAsync(members, 2);
        Assert.Equal(5, _probed.Count(a => a.Equals(Address(1))));
    }

    [Fact]
    public void A_failure_detector_gives_up_who_is_proven_dead_until_a_heartbeat_comes()
    {
        var section = FailureDetectorSection();
        var detector = new ProvableFailureDetector(section, Sys.EventStream) { Address = Address(2).ToString() };
        var other = new ProvableFailureDetector(section, Sys.EventStream) { Address = Address(1).ToString() };
        detector.HeartBeat();
        other.HeartBeat();
        Deaths.Add(Address(2));
        Assert.Equal(typeof(ProvableFailureDetector), Type.GetType(section.GetString("implementation-class")));
        Assert.False(detector.IsAvailable);
        Assert.True(other.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void The_first_heartbeat_of_a_member_may_be_made_up_and_proves_no_life()
    {
        Deaths.Add(Address(2));
        var detector = new ProvableFailureDetector(FailureDetectorSection(), Sys.EventStream) { Address = Address(2).ToString() };
        detector.HeartBeat();
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public async Task A_closed_port_refuses_and_a_listener_that_never_accepts_does_not()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = Address(0).WithPort(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Equal(ProbeAnswer.Accepted, await PortProbe.AskAsync(address));
        listener.Stop();
        Assert.Equal(ProbeAnswer.Refused, await PortProbe.AskAsync(address));
    }

    private static Config FailureDetectorSection() =>
        ConfigurationFactory.ParseString(MembershipRegistration.ClusterConf()).GetConfig("akka.cluster.failure-detector")
            .WithFallback(ConfigurationFactory.ParseString("max-sample-size = 1000"));

    private static Address Address(int member) => MemberListStub.Node(member).Address;

    private (MemberListStub Members, IActorRef Detector) Start(int count)
    {
        var members = new MemberListStub(count);
        var detector = Sys.ActorOf(CrashDetector.Props(members, Deaths, ProbeAsync, _clock, NullLogger.Instance));
        // Subscribed once it answers.
        detector.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        return (members, detector);
    }

    private async Task<ProbeAnswer> ProbeAsync(Address member)
    {
        _probed.Enqueue(member);
        if (_held.TryGetValue(member, out var held)) await held.Task;
        return _ports.GetValueOrDefault(member, ProbeAnswer.Accepted);
    }

    /// <summary>Keeps a port's answers back until told.</summary>
    private TaskCompletionSource Hold(int member) => _held[Address(member)] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Die(params int[] members)
    {
        foreach (var member in members) _ports[Address(member)] = ProbeAnswer.Refused;
    }

    private void Lose(params int[] members)
    {
        foreach (var member in members) Sys.EventStream.Publish(new DisassociatedEvent(Address(0), Address(member), inbound: false));
    }

    private Task DownedAsync(MemberListStub members, int member) => AwaitAssertAsync(() => Assert.Equal([Address(member)], members.Downed), TimeSpan.FromSeconds(10));

    private Task ProbedAsync(int member, int times) => AwaitAssertAsync(() => Assert.Equal(times, _probed.Count(a => a.Equals(Address(member)))), TimeSpan.FromSeconds(10));

    /// <summary>The last answer of a port is piped by the pool: twice around, and the detector has it.</summary>
    private static async Task SettleAsync(IActorRef detector)
    {
        for (var i = 0; i < 10; i++)
        {
            await detector.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
    }
}
