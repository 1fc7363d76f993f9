using System.Collections.Immutable;
using CsCheck;
using Google.Protobuf;
using Realtime.Actors.Zombies;
using Realtime.Protocol;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>A node's answer crosses in parts and arrives whole or not at all.</summary>
public sealed class CensusIntakeTests
{
    private const int Most = CensusParts.TopicsPerPart;

    private static readonly Gen<NodeCensus> AnyCensus =
        Gen.Select(Gen.Int[0, 70_000], Gen.Int[0, 70_000]).Select((running, watched) => new NodeCensus(1, Topics(0, running), Topics(1_000_000, watched)));

    [Fact]
    public void An_answer_is_whole_again_whatever_the_order_and_the_repeats_of_its_parts() =>
        Gen.Select(AnyCensus, Gen.Int).Sample((census, seed) =>
        {
            var parts = CensusParts.Of(3, census).ToArray();
            var intake = new CensusIntake(3, [1]);
            foreach (var part in parts.Concat(parts.Take(2)).OrderBy(part => HashCode.Combine(part.Part, seed))) intake.Take(part);
            Assert.True(intake.IsComplete);
            var answer = Assert.Single(intake.Answers);
            Assert.Equal(census.Running.ToArray(), answer.Running.ToArray());
            Assert.Equal(census.Watched.ToArray(), answer.Watched.ToArray());
        }, iter: 20);

    [Fact]
    public void Without_one_of_its_parts_an_answer_does_not_count() => Gen.Select(AnyCensus, Gen.Int[0, 100]).Sample((census, lost) =>
    {
        var parts = CensusParts.Of(3, census).ToArray();
        var intake = new CensusIntake(3, [1]);
        foreach (var part in parts.Where(part => part.Part != lost % parts.Length)) intake.Take(part);
        return !intake.IsComplete && !intake.HasAnswered(1) && intake.Answers.IsEmpty;
    }, iter: 20);

    [Fact]
    public void Answers_to_another_audit_and_of_nodes_not_asked_are_left_out()
    {
        var intake = new CensusIntake(3, [1, 2]);
        intake.Take(new CensusPart(2, 1, 0, 1, [7], []));
        intake.Take(new CensusPart(3, 9, 0, 1, [7], []));
        Assert.Empty(intake.Answers);
        intake.Take(new CensusPart(3, 1, 0, 1, [7], []));
        Assert.True(intake.HasAnswered(1));
        Assert.False(intake.IsComplete);
    }

    [Fact]
    public void The_largest_message_stays_below_256_kb()
    {
        var parts = CensusParts.Of(long.MaxValue, new NodeCensus(long.MaxValue, Topics(0, Most), Topics(0, Most))).ToArray();
        Assert.Equal(2, parts.Length);
        Assert.All(parts, part => Assert.InRange(CensusWire.ToWire(part).CalculateSize(), 8 * Most, (256 << 10) - 1));
    }

    [Fact]
    public void Every_message_of_an_audit_crosses_unchanged()
    {
        Assert.Equal(new AskCensus(5), Crossed(new AskCensus(5)));
        var part = Crossed(new CensusPart(5, -9, 1, 3, [1, ulong.MaxValue], [2]));
        Assert.Equal((5, -9, 1, 3), (part.Audit, part.NodeUid, part.Part, part.Parts));
        Assert.Equal([1, ulong.MaxValue], part.Running.ToArray());
        Assert.Equal([2ul], part.Watched.ToArray());
        var stop = Crossed(new StopUnwatched([3], TimeSpan.FromSeconds(31)));
        Assert.Equal([3ul], stop.Topics.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(31), stop.UnwatchedFor);
        Assert.Equal([4ul], Crossed(new ReassertWatched([4])).Topics.ToArray());
        var ask = Crossed(new AskTopicNames(5, [6]));
        Assert.Equal((5, 6ul), (ask.Audit, Assert.Single(ask.Topics)));
        var names = Crossed(new TopicNames(5, [new TopicKey("ä/b")]));
        Assert.Equal((5, new TopicKey("ä/b")), (names.Audit, Assert.Single(names.Topics)));
    }

    private static T Crossed<T>(T message) where T : ICensusMessage =>
        Assert.IsType<T>(CensusWire.FromWire(CensusWire.ToWire(message).ToByteArray(), CensusWire.Manifest(message)));

    private static ImmutableArray<ulong> Topics(ulong first, int count) => [.. Enumerable.Range(0, count).Select(i => first + (ulong)i)];
}
