using Realtime.Actors.Connections;

namespace Realtime.Actors.Tests.Connections;

public class AllowanceTests
{
    [Fact]
    public void A_burst_is_taken_at_once_and_the_rest_as_it_comes_back()
    {
        var allowance = default(Allowance);
        Assert.Equal(5, Enumerable.Range(0, 9).Count(_ => allowance.TryTake(10, 5, At(0))));
        Assert.False(allowance.TryTake(10, 5, At(0.09)));
        Assert.True(allowance.TryTake(10, 5, At(0.11)));
        Assert.False(allowance.TryTake(10, 5, At(0.12)));
        Assert.Equal(5, Enumerable.Range(0, 9).Count(_ => allowance.TryTake(10, 5, At(60))));
    }

    [Fact]
    public void Who_takes_in_any_case_waits_longer_and_longer()
    {
        var allowance = default(Allowance);
        Assert.Equal([0, 0, 0.5, 1, 1.5], Enumerable.Range(0, 5).Select(_ => allowance.Take(2, 2, At(0)).TotalSeconds));
        Assert.Equal(0, allowance.Take(2, 2, At(10)).TotalSeconds);
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var allowance = default(Allowance);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(allowance.TryTake(0, 0, At(0))));
        Assert.Equal(TimeSpan.Zero, allowance.Take(0, 0, At(0)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
