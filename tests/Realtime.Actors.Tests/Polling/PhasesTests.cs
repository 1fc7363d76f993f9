using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Polling;

public class PhasesTests
{
    private readonly Phases _phases = new(count: 4);

    [Fact]
    public void A_hundred_topics_share_a_phase_before_the_next_one_begins()
    {
        Assert.All(Enter(100), phase => Assert.Equal(0, phase));
        Assert.All(Enter(100), phase => Assert.Equal(1, phase));
    }

    [Fact]
    public void Once_all_are_full_they_grow_alike()
    {
        var all = Enter(1_000);

        Assert.Equal([250, 250, 250, 250], Enumerable.Range(0, 4).Select(phase => all.Count(one => one == phase)));
    }

    [Fact]
    public void A_topic_that_ends_makes_room()
    {
        Enter(150);
        _phases.Leave(0);

        Assert.Equal([0, 1], Enter(2));
    }

    [Fact]
    public void A_topic_keeps_the_phase_of_its_last_owner()
    {
        Assert.Equal(3, _phases.Enter(wanted: 3));
        for (var i = 0; i < 99; i++) _phases.Enter(3);

        Assert.All(Enter(300), phase => Assert.NotEqual(3, phase));
    }

    private int[] Enter(int topics) => [.. Enumerable.Range(0, topics).Select(_ => _phases.Enter())];
}
