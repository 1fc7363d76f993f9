using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Logging;
using Realtime.Actors.Metrics;
using Realtime.Actors.Zombies;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>The auditor asks, judges, heals and tells, with nodes played by the test and virtual time.</summary>
public sealed class ZombieAuditorTests : AuditSpec
{
    private const long Topics = 1;
    private const long Edge = 2;
    private static readonly AuditTimes Times = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2));
    private static readonly TopicKey Acme = new("acme");
    private readonly KeptLog _log = new();
    private readonly Meter _meter = new("Realtime");
    private readonly KeptCounts _counts;
    private readonly TestProbe _topics;
    private readonly TestProbe _edge;
    private readonly IActorRef _auditor;
    private ImmutableArray<AuditedNode> _members;

    public ZombieAuditorTests()
    {
        _counts = new KeptCounts(instrument => instrument.Meter == _meter);
        (_topics, _edge) = (CreateTestProbe(), CreateTestProbe());
        _members =
        [
            new(Topics, "topics:1", _topics.Ref, HoldsTopics: true, HoldsWatchers: false),
            new(Edge, "edge:1", _edge.Ref, HoldsTopics: false, HoldsWatchers: true),
        ];
        _auditor = Sys.ActorOf(ZombieAuditor.Props(() => _members, Times, new RealtimeMetrics(_meter), _log));
    }

    [Fact]
    public async Task A_topic_that_ran_unwatched_in_two_audits_is_stopped_and_named()
    {
        await AuditAsync(running: [Acme.Hash], watched: []);
        await AuditAsync(running: [Acme.Hash], watched: []);
        Assert.Equal([Acme.Hash], (await _topics.ExpectMsgAsync<AskTopicNames>()).Topics.ToArray());
        var stop = await _topics.ExpectMsgAsync<StopUnwatched>();
        Assert.Equal([Acme.Hash], stop.Topics.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(30), stop.UnwatchedFor);
        _auditor.Tell(new TopicNames(2, [Acme]));
        await SettledAsync(_auditor);
        Assert.Equal("1 topics run that nobody watches; their nodes are told to stop them: acme", Assert.Single(_log.Of(2201)));

        await AuditAsync(running: [], watched: []);
        Assert.Equal((1, 1), (_counts["realtime.zombies.found/zombie"], _counts["realtime.zombies.healed/zombie"]));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public async Task A_topic_that_was_watched_but_ran_nowhere_in_two_audits_is_subscribed_to_again()
    {
        await AuditAsync(running: [], watched: [Acme.Hash]);
        await AuditAsync(running: [], watched: [Acme.Hash]);
        await _edge.ExpectMsgAsync<AskTopicNames>();
        Assert.Equal([Acme.Hash], (await _edge.ExpectMsgAsync<ReassertWatched>()).Topics.ToArray());
        await AuditAsync(running: [Acme.Hash], watched: [Acme.Hash]);
        Assert.Equal((1, 1), (_counts["realtime.zombies.found/orphan"], _counts["realtime.zombies.healed/orphan"]));
    }

    [Fact]
    public async Task A_topic_that_two_nodes_run_is_an_error_that_names_both_and_stops_neither()
    {
        var second = CreateTestProbe();
        _members = _members.Add(new AuditedNode(3, "topics:2", second.Ref, HoldsTopics: true, HoldsWatchers: false));
        for (var i = 1; i <= 2; i++)
        {
            await AuditAsync(running: [Acme.Hash], watched: [Acme.Hash]);
            await second.ExpectMsgAsync<AskCensus>();
            _auditor.Tell(new CensusPart(i, 3, 0, 1, [Acme.Hash], []));
        }

        await _topics.ExpectMsgAsync<AskTopicNames>();
        _auditor.Tell(new TopicNames(2, [Acme]));
        await SettledAsync(_auditor);
        var (level, _, text) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.EndsWith("acme on topics:1 and topics:2", text, StringComparison.Ordinal);
        await _topics.ExpectNoMsgAsync(TimeSpan.Zero);
        await second.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task While_a_node_with_watchers_is_silent_no_zombie_is_judged_and_the_log_says_so_once()
    {
        for (var i = 1; i <= 3; i++)
        {
            await AskedAsync();
            _auditor.Tell(new CensusPart(i, Topics, 0, 1, [Acme.Hash], []));
            await AdvanceAsync(Times.AnswerWithin, _auditor);
        }

        await _topics.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.EndsWith("edge:1", Assert.Single(_log.Of(2204)), StringComparison.Ordinal);
        await AuditAsync(running: [], watched: []);
        Assert.Single(_log.Of(2205));
    }

    [Fact]
    public async Task Topics_beyond_the_few_that_are_named_are_counted_and_a_name_nobody_says_is_a_hash()
    {
        ulong[] many = [1, 2, 3, 4, 5, 6, 0xabc];
        await AuditAsync(many, []);
        await AuditAsync(many, []);
        Assert.Equal(AuditReport.Samples, (await _topics.ExpectMsgAsync<AskTopicNames>()).Topics.Length);
        Assert.Equal(many, (await _topics.ExpectMsgAsync<StopUnwatched>()).Topics.ToArray());
        Assert.Empty(_log.Lines);
        await AdvanceAsync(Times.AnswerWithin, _auditor);
        Assert.EndsWith("#1, #2, #3, #4, #5, and 2 more", Assert.Single(_log.Of(2201)), StringComparison.Ordinal);
    }

    protected override void AfterAll()
    {
        _counts.Dispose();
        _meter.Dispose();
        base.AfterAll();
    }

    /// <summary>The next audit, both nodes asked; nothing answered yet.</summary>
    private async Task AskedAsync()
    {
        await AdvanceAsync(Times.Every, _auditor);
        await _topics.ExpectMsgAsync<AskCensus>();
        await _edge.ExpectMsgAsync<AskCensus>();
    }

    private async Task AuditAsync(ulong[] running, ulong[] watched)
    {
        await AdvanceAsync(Times.Every, _auditor);
        var number = (await _topics.FishForMessageAsync<AskCensus>(_ => true)).Audit;
        await _edge.FishForMessageAsync<AskCensus>(_ => true);
        _auditor.Tell(new CensusPart(number, Topics, 0, 1, [.. running], []));
        _auditor.Tell(new CensusPart(number, Edge, 0, 1, [], [.. watched]));
        await SettledAsync(_auditor);
    }
}
