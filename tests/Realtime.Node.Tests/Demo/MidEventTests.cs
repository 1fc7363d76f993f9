using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>A demo begins with a past, and goes on with the past a store has.</summary>
public class MidEventTests
{
    private const long Now = DemoWorld.PeriodStart + 123_456;

    [Fact]
    public void History_has_every_bucket_up_to_now_for_every_property()
    {
        var (audience, history) = MidEvent.Begin(DemoWorld.Small, Now, StoredHistory.None);
        var last = TickRow.BucketOf(Now);
        var buckets = history.Select(row => row.Bucket).Distinct().ToArray();
        Assert.Equal(Enumerable.Range(0, buckets.Length).Select(i => last - ((buckets.Length - 1 - i) * (long)TickRow.BucketMs)), buckets);
        Assert.Equal(31 * 12, buckets.Length);
        Assert.Equal(buckets.Length * DemoWorld.Small.Properties, history.Count);
        Assert.All(history.Where(row => row.Property == 0), row => Assert.True(row.Viewers > 50));
        Assert.InRange(audience.Now, Now - 100, Now);
    }

    [Fact]
    public void Counters_go_on_from_an_earlier_run_without_a_jump()
    {
        var watermark = TickRow.BucketOf(Now) - 60_000;
        var known = new PropertyCounters { Attempts = 5_000, Exits = 10, StartupLe = [1, 2, 3, 4, 5, 6, 7, 4_990] };
        var (_, history) = MidEvent.Begin(DemoWorld.Small, Now, new StoredHistory(watermark, new Dictionary<string, PropertyCounters> { ["acme"] = known }));
        Assert.Equal(watermark + TickRow.BucketMs, history[0].Bucket);
        Assert.Equal(12 * DemoWorld.Small.Properties, history.Count);
        Assert.InRange(history[0].Counters.Attempts, 5_000, 5_000 + 30);
        Assert.InRange(history[0].Counters.StartupLe[^1], 4_990, 4_990 + 30);
        Assert.InRange(history[1].Counters.Attempts, 0, 30);
        Assert.Equal(5_000, known.Attempts);
    }

    [Fact]
    public void Nothing_is_filled_in_where_the_store_is_ahead()
    {
        var (audience, history) = MidEvent.Begin(DemoWorld.Small, Now, new StoredHistory(Now + 60_000, new Dictionary<string, PropertyCounters>()));
        Assert.Empty(history);
        Assert.InRange(audience.Now, Now - 100, Now);
    }
}
