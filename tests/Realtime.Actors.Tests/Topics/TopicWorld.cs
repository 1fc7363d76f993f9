using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Realtime.Actors.Metrics;
using Realtime.Actors.Polling;
using Realtime.Actors.Presence;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Topics;

/// <summary>One topic on virtual time. The test is its shard, its relays, its batchers and its presence index.</summary>
public abstract class TopicWorld : VirtualTime
{
    protected static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    protected TestProbe Shard { get; }

    protected TestProbe Batcher { get; }

    protected TestProbe Presence { get; }

    protected TestProbe Relay { get; }

    protected StoreClock Clock { get; } = new();

    protected Meter Meter { get; } = new(RealtimeMetrics.MeterName);

    protected TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    protected int Phases { get; set; } = 1;

    /// <summary>Of the topic started last.</summary>
    private protected TopicContext Shared { get; private set; } = null!;

    /// <summary>Whether presence tells a topic at its start that it shows nobody; else it does not answer by itself.</summary>
    protected bool PresenceAnswers { get; set; } = true;

    protected TopicWorld() => (Shard, Batcher, Presence, Relay) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    protected IActorRef Start(params string[] dataSets) => StartWith([.. (dataSets.Length == 0 ? ["viewers"] : dataSets).Select(name => Results.Table(name))]);

    protected IActorRef StartWith(params DataSet[] dataSets)
    {
        Shared = new TopicContext(
            Results.Pack(dataSets), Results.Polling(Interval, Phases), Linger, Clock, dataSets.ToFrozenDictionary(d => d.Name, _ => Batcher.Ref), Presence)
        {
            Metrics = new RealtimeMetrics(Meter),
        };
        var topic = Shard.ChildActorOf(TopicSupervisor.Props(Frames.Key, Shared), SupervisorStrategy.DefaultStrategy);
        if (PresenceAnswers) topic.Tell(new PresentNodes([]));
        return topic;
    }

    protected Subscribe Subscription(IActorRef? relay = null, long node = 1, long generation = 1, params Position[] positions) =>
        new(Frames.Key, relay ?? Relay.Ref, node, generation, [.. positions]);

    protected IActorRef Poller(IActorRef topic, string dataSet) => Sys.ActorSelection(topic.Path / dataSet).ResolveOne(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();

    private protected StoreQuestion AnswerPoll(string value)
    {
        var question = Batcher.ExpectMsg<StoreQuestion>();
        Batcher.Reply(new StoreAnswer(question.Tick, Time.Now, ["value"], Results.Rows($"[{value}]")));
        return question;
    }

    protected long Refuse()
    {
        var question = Batcher.ExpectMsg<StoreQuestion>();
        Batcher.Reply(new StoreRefusal(question.Tick, "store unavailable"));
        return question.Tick;
    }

    protected TimeSpan UntilBeat() => TimeSpan.FromMilliseconds(Interval.TotalMilliseconds - NowMs % Interval.TotalMilliseconds);

    /// <summary>To the next beat of phase 0, and on until the pollers had it too.</summary>
    protected async Task ToNextBeatAsync(IActorRef topic)
    {
        await AdvanceAsync(UntilBeat(), topic);
        await SettleAsync(Poller(topic, "viewers"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Meter.Dispose();
    }

    protected static (FrameKind Kind, long Seq) Kind(DataFrame frame) => (frame.Header.Kind, frame.Header.Seq!.Value);
}
