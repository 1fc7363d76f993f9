using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Membership;
using Realtime.Actors.Polling;
using Realtime.Actors.Serialization;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Membership;

/// <summary>What a node without the permit does not do, and how pings cross.</summary>
public sealed class PermitHooksTests : TestKit
{
    private readonly Switch _permit = new();
    private readonly CountingStore _store = new();

    [Fact]
    public async Task Without_the_permit_no_statement_runs_and_the_polls_are_refused()
    {
        var batcher = Batcher();
        batcher.Tell(Question(1), TestActor);
        var refusal = await ExpectMsgAsync<StoreRefusal>(TimeSpan.FromSeconds(10));
        Assert.Equal("this node may be cut off from the cluster", refusal.Reason);
        Assert.Equal((0, 0), (_store.AsOfs, _store.Statements));

        _permit.Granted = true;
        batcher.Tell(Question(2), TestActor);
        await ExpectMsgAsync<StoreAnswer>(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _store.Statements);
    }

    [Fact]
    public async Task A_permit_lost_while_the_as_of_time_was_asked_stops_the_statement()
    {
        _permit.Granted = true;
        _store.OnAsOf = () => _permit.Granted = false;
        Batcher().Tell(Question(1), TestActor);
        await ExpectMsgAsync<StoreRefusal>(TimeSpan.FromSeconds(10));
        Assert.Equal((1, 0), (_store.AsOfs, _store.Statements));
    }

    [Fact]
    public void Pings_and_pongs_cross_unchanged()
    {
        var serializer = new RealtimeSerializer((ExtendedActorSystem)Sys);
        foreach (var message in new object[] { new Ping(-5, long.MaxValue), new Pong(int.MinValue, 7, 0) })
        {
            Assert.Equal(message, serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message)));
        }
    }

    private IActorRef Batcher()
    {
        var settings = new PollingSettings { Interval = TimeSpan.FromSeconds(5), Phases = 8, BatchSize = 10, Timeout = TimeSpan.FromSeconds(4), Concurrency = 1 };
        var dataSet = new DataSet("views", DataSetKind.Table, [], null, TimeSpan.Zero, "");
        return Sys.ActorOf(QueryBatcher.Props(dataSet, _store, new AsOfClock(_store, new StoreClock(), settings.Timeout), settings, "n", NullLogger.Instance, _permit));
    }

    private static StoreQuestion Question(long tick) => new(new TopicKey("a"), tick, null, AtOnce: true);

    private sealed class Switch : IPollPermit
    {
        private volatile bool _granted;

        public bool Granted
        {
            get => _granted;
            set => _granted = value;
        }
    }

    private sealed class CountingStore : IDataStore
    {
        public int AsOfs { get; private set; }

        public int Statements { get; private set; }

        public Action OnAsOf { get; set; } = () => { };

        public Task<StoreTime> AsOfAsync(CancellationToken cancel)
        {
            AsOfs++;
            OnAsOf();
            return Task.FromResult(new StoreTime(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        }

        public Task<BatchResult> RunAsync(PollBatch batch, CancellationToken cancel)
        {
            Statements++;
            return Task.FromResult(new BatchResult(["n"], ImmutableDictionary<string, ResultRows>.Empty));
        }

        public Task<ImmutableArray<string>> TopicsAsync(int limit, CancellationToken cancel) => Task.FromResult<ImmutableArray<string>>([]);
    }
}
