using System.Collections.Frozen;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>A supervisor that is told that nobody watches looks for itself before it stops.</summary>
public sealed class StopIfUnwatchedTests : AuditSpec
{
    private static readonly TopicKey Key = new("acme");
    private static readonly TimeSpan Asked = TimeSpan.FromSeconds(30);
    private readonly TestProbe _shard;
    private readonly TestProbe _presence;
    private readonly IActorRef _supervisor;

    public StopIfUnwatchedTests()
    {
        (_shard, _presence) = (CreateTestProbe(), CreateTestProbe());
        var dataSet = new DataSet("viewers", DataSetKind.Table, ["country"], null, TimeSpan.Zero, "select");
        var polling = new PollingSettings
        {
            Interval = TimeSpan.FromMinutes(2), Phases = 1, BatchSize = 100, Timeout = TimeSpan.FromSeconds(10), Concurrency = 1,
        };
        var batchers = new Dictionary<string, IActorRef> { [dataSet.Name] = CreateTestProbe() }.ToFrozenDictionary();
        var shared = new TopicContext(new Pack("test", [dataSet], null, null), polling, polling.Interval, new StoreClock(), batchers, _presence);
        _supervisor = _shard.ChildActorOf(TopicSupervisor.Props(Key, shared));
        _presence.ExpectMsg<WatchPresence>();
    }

    [Fact]
    public async Task A_subscription_that_was_not_renewed_since_the_nodes_were_asked_holds_no_topic()
    {
        Subscribe();
        await AdvanceAsync(Asked + TimeSpan.FromSeconds(1), _supervisor);
        _supervisor.Tell(new StopIfUnwatched(Asked));
        await _shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task Who_subscribed_since_is_kept_and_presence_is_asked_again()
    {
        await AdvanceAsync(Asked + TimeSpan.FromSeconds(1), _supervisor);
        Subscribe();
        _supervisor.Tell(new StopIfUnwatched(Asked));
        await _presence.ExpectMsgAsync<WatchPresence>();
        await _shard.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_node_that_only_presence_shows_holds_no_topic()
    {
        _supervisor.Tell(new PresentNodes([99]));
        _supervisor.Tell(new StopIfUnwatched(Asked));
        await _shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task A_linger_that_runs_is_not_cut_short()
    {
        _supervisor.Tell(new PresentNodes([]));
        _supervisor.Tell(new StopIfUnwatched(Asked));
        await SettledAsync(_supervisor);
        await _shard.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1), _supervisor);
        await _shard.ExpectMsgAsync<Passivate>();
    }

    private void Subscribe() => _supervisor.Tell(new Subscribe(Key, CreateTestProbe(), NodeUid: 1, Generation: 1, []));
}
