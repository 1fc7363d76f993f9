using Realtime.Actors.Polling;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Polling;

public class TempoTests
{
    [Theory]
    [InlineData(1, 1, 1, null)]
    [InlineData(2, 1, 2, "the store answers slowly; polled every 10 s")]
    [InlineData(1, 6, 6, "nobody looks; polled every 30 s")]
    [InlineData(4, 6, 6, "nobody looks; polled every 30 s")]
    [InlineData(12, 6, 12, "the store answers slowly; polled every 60 s")]
    [InlineData(6, 6, 6, "the store answers slowly; polled every 30 s")]
    public void The_slower_of_store_and_attention_wins_and_is_named(int overload, int unseen, int every, string? reason) =>
        Assert.Equal(new Tempo(every, reason), Tempo.Of(TimeSpan.FromSeconds(5), overload, unseen));

    [Theory]
    [InlineData(0.4, "0.4 s")]
    [InlineData(10, "10 s")]
    [InlineData(119, "119 s")]
    [InlineData(360, "6 min")]
    [InlineData(43_200, "12 h")]
    public void A_distance_is_told_in_the_unit_people_use(double seconds, string text) => Assert.Equal(text, Tempo.Text(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_data_set_with_an_interval_of_its_own_has_the_timeout_that_follows_from_it()
    {
        var slow = Results.Table() with { Interval = TimeSpan.FromSeconds(30) };
        var fast = Results.Table() with { Interval = TimeSpan.FromSeconds(1) };
        var polling = Results.Polling();

        Assert.Same(polling, polling.For(Results.Table()));
        Assert.Equal((30.0, 10.0), (polling.For(slow).Interval.TotalSeconds, polling.For(slow).Timeout.TotalSeconds));
        Assert.Equal((1.0, 0.8), (polling.For(fast).Interval.TotalSeconds, polling.For(fast).Timeout.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(3 * 0.8 + 1), polling.For(fast).LostAfter);
        Assert.Equal(TimeSpan.FromSeconds(10), polling.LongestTimeout([fast, slow]));
    }

    [Fact]
    public void A_timeout_that_was_set_holds_for_longer_intervals_too()
    {
        var polling = Results.Polling() with { Timeout = TimeSpan.FromSeconds(2) };

        Assert.Equal(TimeSpan.FromSeconds(2), polling.For(Results.Table() with { Interval = TimeSpan.FromSeconds(30) }).Timeout);
        Assert.Equal(TimeSpan.FromSeconds(0.8), polling.For(Results.Table() with { Interval = TimeSpan.FromSeconds(1) }).Timeout);
    }
}
