using Akka.Actor;
using Realtime.Actors.Tests.Support;
using Realtime.Actors.Topics;
using Realtime.Testing;

namespace Realtime.Actors.Tests.Topics;

public sealed class BeatTimerTests : VirtualTime
{
    private readonly BeatTimer _timer = new();

    /// <summary>Begins at a whole millisecond.</summary>
    public BeatTimerTests() => Time.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond - Time.Now.Ticks % TimeSpan.TicksPerMillisecond));

    [Fact]
    public void Topics_of_one_instant_are_told_by_one_message_when_it_has_come()
    {
        var (one, another, later) = (new RecordingRef("one"), new RecordingRef("another"), new RecordingRef("later"));
        var at = _timer.Start(one, TimeSpan.FromMilliseconds(500), Time);
        var after = _timer.Start(later, TimeSpan.FromMilliseconds(501), Time);
        Time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(at, _timer.Start(another, TimeSpan.FromMilliseconds(300), Time));

        Time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.Empty(one.Told);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new BeatDue(at), Assert.Single(one.Told));
        Assert.Same(Assert.Single(one.Told), Assert.Single(another.Told));
        Assert.Empty(later.Told);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new BeatDue(after), Assert.Single(later.Told));
    }

    /// <summary>Never early: a fraction of a millisecond is waited for to its end.</summary>
    [Fact]
    public void An_instant_between_two_milliseconds_is_the_later_one()
    {
        var topic = new RecordingRef();
        _timer.Start(topic, TimeSpan.FromMilliseconds(20.3), Time);
        Time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Empty(topic.Told);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(topic.Told);
    }

    [Fact]
    public async Task Of_topics_that_start_it_on_many_threads_while_it_fires_each_is_told_once()
    {
        using var system = ActorSystem.Create("beats");
        var topic = new RecordingRef();
        var awaited = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() => Enumerable.Range(0, 20_000)
            .Select(n => _timer.Start(topic, TimeSpan.FromMilliseconds(n % 3 + thread), system.Scheduler)).ToList())));

        await Eventually.HoldsAsync(() => topic.Told.Count >= awaited.Sum(a => a.Count), "all are told");
        Assert.Equal(awaited.SelectMany(a => a).Order(), topic.Told.Cast<BeatDue>().Select(due => due.At).Order());
        await system.Terminate();
    }
}
