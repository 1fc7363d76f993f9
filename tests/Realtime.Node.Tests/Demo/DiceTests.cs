using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>The distributions have the means and medians they are named for. Seeds are fixed: these cannot fail by chance.</summary>
public class DiceTests
{
    private const int Draws = 100_000;
    private readonly Dice _dice = new(1);

    [Fact]
    public void Equal_seeds_give_equal_numbers_and_others_do_not()
    {
        Assert.Equal(Bits(7), Bits(7));
        Assert.NotEqual(Bits(7), Bits(8));

        static ulong[] Bits(ulong seed)
        {
            var dice = new Dice(seed);
            return [.. Enumerable.Range(0, 100).Select(_ => dice.Bits())];
        }
    }

    [Fact]
    public void Uniform_fills_its_interval()
    {
        var values = Sorted(() => _dice.Uniform());
        Assert.InRange(values[0], 0, 0.001);
        Assert.InRange(values.Average(), 0.495, 0.505);
        Assert.InRange(values[^1], 0.999, 1);
        Assert.True(values[^1] < 1);
    }

    [Fact]
    public void Exponential_has_its_mean() => Assert.InRange(Sorted(() => _dice.Exponential(45)).Average(), 44, 46);

    [Fact]
    public void Lognormal_has_its_median_and_spread()
    {
        var values = Sorted(() => _dice.LogNormal(800, 0.55));
        Assert.InRange(values[Draws / 2], 790, 810);
        // One sigma up: 84.1 % lie below 800 e^0.55 = 1387.
        Assert.InRange(values[(int)(Draws * 0.841)], 1_360, 1_415);
    }

    [Fact]
    public void Pareto_begins_at_its_minimum_and_has_its_median()
    {
        var values = Sorted(() => _dice.Pareto(4_000, 1.3));
        Assert.InRange(values[0], 4_000, 4_001);
        // 4000 · 2^(1/1.3)
        Assert.InRange(values[Draws / 2], 6_750, 6_880);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(12)]
    public void Poisson_has_its_mean_and_as_much_variance(double mean)
    {
        var values = Sorted(() => _dice.Poisson(mean));
        var average = values.Average();
        Assert.InRange(average, mean * 0.9, mean * 1.1);
        Assert.InRange(values.Average(v => (v - average) * (v - average)), mean * 0.9, mean * 1.1);
    }

    [Fact]
    public void Zipf_gives_the_second_half_as_much_as_the_first()
    {
        var zipf = Weights.Zipf(40, 1);
        var counts = new int[40];
        for (var i = 0; i < Draws; i++) counts[zipf.Draw(_dice)]++;
        Assert.InRange(counts[0] / (double)counts[1], 1.9, 2.1);
        Assert.InRange(counts[0] / (double)counts[9], 9, 11);
        // 1 / H(40)
        Assert.InRange(counts[0] / (double)Draws, 0.225, 0.243);
    }

    [Fact]
    public void View_ids_are_of_version_7_and_sort_by_time()
    {
        var ids = Enumerable.Range(0, 1_000).Select(i => _dice.ViewId(1_790_000_000_000 + i)).ToArray();
        Assert.All(ids, id => Assert.Equal(7, id.Version));
        Assert.All(ids, id => Assert.InRange(id.Variant, 8, 11));
        Assert.Equal(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal), ids.Select(id => id.ToString()));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static double[] Sorted(Func<double> draw) => [.. Enumerable.Range(0, Draws).Select(_ => draw()).Order()];
}
