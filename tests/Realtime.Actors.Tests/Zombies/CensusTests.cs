using Akka.Actor;
using Akka.TestKit;
using Realtime.Actors.Presence;
using Realtime.Actors.Topics;
using Realtime.Actors.Zombies;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>A node tells what runs and is watched on it, and does what the auditor wants done.</summary>
public sealed class CensusTests : AuditSpec
{
    private const long Node = 42;
    private static readonly TopicKey Acme = new("acme");
    private static readonly TopicKey Beta = new("beta");
    private static readonly TopicKey Spaced = new("zömbie of a/b");
    private readonly TestProbe _index;
    private readonly TestProbe _relays;

    public CensusTests() => (_index, _relays) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public async Task A_node_says_what_runs_and_what_is_watched_there()
    {
        Both().Tell(new AskCensus(7), TestActor);
        await AnswerAsync(running: [(Acme, ActorRefs.Nobody)], watched: [Beta]);
        var part = await ExpectMsgAsync<CensusPart>();
        Assert.Equal((7, Node, 0, 1), (part.Audit, part.NodeUid, part.Part, part.Parts));
        Assert.Equal([Acme.Hash], part.Running.ToArray());
        Assert.Equal([Beta.Hash], part.Watched.ToArray());
    }

    [Fact]
    public async Task A_node_that_holds_neither_topics_nor_watchers_says_so()
    {
        Sys.ActorOf(Census.Props(Node, null, null)).Tell(new AskCensus(7), TestActor);
        var part = await ExpectMsgAsync<CensusPart>();
        Assert.True(part.Running.IsEmpty && part.Watched.IsEmpty);
    }

    [Fact]
    public async Task Supervisors_of_unwatched_topics_are_told_and_no_others()
    {
        var (zombie, other) = (CreateTestProbe(), CreateTestProbe());
        Both().Tell(new StopUnwatched([Acme.Hash, 99], TimeSpan.FromSeconds(30)));
        await AnswerAsync(running: [(Acme, zombie), (Beta, other)], watched: [Acme]);
        Assert.Equal(new StopIfUnwatched(TimeSpan.FromSeconds(30)), await zombie.ExpectMsgAsync<StopIfUnwatched>());
        await other.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Relays_of_topics_that_nobody_runs_are_told_to_subscribe_again()
    {
        Both().Tell(new ReassertWatched([Beta.Hash, 99]));
        await AnswerAsync(running: [], watched: [Acme, Beta]);
        Assert.Equal(new Reassert(Beta), await _relays.ExpectMsgAsync<Reassert>());
        await _relays.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Names_come_from_relays_and_from_supervisors_as_sharding_names_them()
    {
        var supervisor = Sys.ActorOf(Props.Empty, Uri.EscapeDataString(Spaced.Value));
        Both().Tell(new AskTopicNames(7, [Spaced.Hash, Beta.Hash, 99]), TestActor);
        await AnswerAsync(running: [(Spaced, supervisor)], watched: [Acme, Beta]);
        var names = await ExpectMsgAsync<TopicNames>();
        Assert.Equal(7, names.Audit);
        Assert.Equal([Spaced, Beta], names.Topics.ToArray());
    }

    [Fact]
    public async Task The_presence_index_tells_which_topics_run_by_who_registered()
    {
        var replicator = CreateTestProbe();
        var index = Sys.ActorOf(Props.Create(() => new PresenceIndex(replicator, null!)));
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        first.Send(index, new WatchPresence(Acme));
        second.Send(index, new WatchPresence(Beta));
        first.Send(index, new UnwatchPresence(Acme));
        index.Tell(TellRunningTopics.Instance, TestActor);
        var running = await ExpectMsgAsync<RunningTopics>();
        Assert.Equal([KeyValuePair.Create(Beta.Hash, second.Ref)], running.Supervisors.ToArray());
    }

    private IActorRef Both() => Sys.ActorOf(Census.Props(Node, _index, _relays));

    private async Task AnswerAsync((TopicKey Key, IActorRef Supervisor)[] running, TopicKey[] watched)
    {
        await _index.ExpectMsgAsync<TellRunningTopics>();
        _index.Reply(new RunningTopics([.. running.Select(topic => KeyValuePair.Create(topic.Key.Hash, topic.Supervisor))]));
        await _relays.ExpectMsgAsync<TellWatchedTopics>();
        _relays.Reply(new WatchedTopics([.. watched]));
    }
}
