using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Tests.Membership;

/// <summary>A cluster that consists of what a test says; member 0 is this one.</summary>
internal sealed class MemberListStub : IMemberList
{
    private volatile ImmutableList<MemberView> _members = [];

    public MemberListStub(int count)
    {
        for (var i = 0; i < count; i++) Put(i);
    }

    public UniqueAddress Self => Node(0);

    public ImmutableArray<MemberView> Members => [.. _members];

    /// <summary>Whom somebody downed, in order.</summary>
    public ConcurrentQueue<Address> Downed { get; } = new();

    public static UniqueAddress Node(int number, int incarnation = 0) =>
        new(Address.Parse(string.Create(CultureInfo.InvariantCulture, $"akka.tcp://realtime@127.0.0.1:{5000 + number}")), 1 + number + 100 * incarnation);

    public void Put(int number, MemberStatus status = MemberStatus.Up, bool reachable = true, int incarnation = 0) =>
        _members = _members.RemoveAll(m => m.Node.Address.Equals(Node(number).Address)).Add(new MemberView(Node(number, incarnation), status, reachable));

    public void Remove(int number) => _members = _members.RemoveAll(m => m.Node.Address.Equals(Node(number).Address));

    public void Subscribe(IActorRef watcher)
    {
    }

    public void Unsubscribe(IActorRef watcher)
    {
    }

    public void Down(Address member) => Downed.Enqueue(member);
}

/// <summary>What a cluster sends when members change.</summary>
internal sealed record MembersChanged : ClusterEvent.IClusterDomainEvent;
