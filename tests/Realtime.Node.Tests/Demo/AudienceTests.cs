using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>The model as a whole.</summary>
public class AudienceTests
{
    [Fact]
    public void The_same_seed_gives_the_same_events_however_the_steps_are_cut()
    {
        const long start = DemoWorld.PeriodStart;
        var options = DemoWorld.Small with { Views = 300 };
        var whole = new Audience(options, start);
        var steps = new Audience(options, start);
        var other = new Audience(options with { Seed = 1 }, start);
        whole.Advance(start + (10 * 60_000));
        other.Advance(start + (10 * 60_000));
        for (var at = start; at <= start + (10 * 60_000); at += 137) steps.Advance(at);
        steps.Advance(start + (10 * 60_000));

        Assert.Equal(DemoWorld.Everything(whole), DemoWorld.Everything(steps));
        Assert.NotEqual(DemoWorld.Everything(whole), DemoWorld.Everything(other));
    }

    [Fact]
    public void There_are_about_as_many_views_as_asked_for()
    {
        var (_, history) = MidEvent.Begin(new DemoOptions { Views = 3_000 }, DemoWorld.PeriodStart, StoredHistory.None);
        var mean = history.GroupBy(row => row.Bucket).Average(bucket => bucket.Sum(row => row.Viewers + row.Paused));
        Assert.InRange(mean, 2_500, 3_500);
    }

    [Fact]
    public void Sizes_fall_from_acme_on()
    {
        var audience = DemoWorld.At(0);
        var sizes = audience.Views.All.CountBy(view => view.Property).OrderBy(pair => pair.Key).Select(pair => pair.Value).ToArray();
        Assert.Equal("acme", PropertyNames.All[0]);
        Assert.Equal(sizes[0], sizes.Max());
        Assert.True(sizes[0] > 1.5 * sizes[1] && sizes[1] > sizes[7]);
        Assert.Equal(DemoWorld.Small.Properties, sizes.Length);
    }

    [Fact]
    public void Every_view_is_heard_of_at_least_every_10_s()
    {
        var audience = DemoWorld.At(0);
        for (var minute = 0; minute < 20; minute++)
        {
            audience.Advance(audience.Now + 60_000);
            Assert.All(audience.Views.All, view => Assert.InRange(view.LastSeen, audience.Now - Behaviour.HeartbeatMs - 100, audience.Now));
        }
    }

    [Fact]
    public void Counters_never_decrease_and_agree_with_each_other()
    {
        var audience = DemoWorld.At(0);
        var before = audience.Counters.Select(counters => counters.Copy()).ToArray();
        for (var step = 0; step < 240; step++)
        {
            audience.Advance(audience.Now + TickRow.BucketMs);
            foreach (var (old, now) in before.Zip(audience.Counters))
            {
                Assert.True(now.Attempts >= old.Attempts && now.StartFailures >= old.StartFailures && now.Exits >= old.Exits && now.PlayFailures >= old.PlayFailures);
                Assert.All(old.StartupLe.Zip(now.StartupLe), pair => Assert.True(pair.Second >= pair.First));
                Assert.Equal(now.StartupLe.Order(), now.StartupLe);
            }

            before = [.. audience.Counters.Select(counters => counters.Copy())];
        }

        // Whoever pressed play saw a first frame, an error, or left; or waits still, or did when counting began.
        Assert.All(audience.Counters, c => Assert.InRange(c.Attempts - c.StartFailures - c.Exits - c.StartupLe[^1], -20, 20));
    }

    [Fact]
    public void What_is_recorded_as_changed_is_all_that_a_store_must_be_told()
    {
        var audience = DemoWorld.At(Programme.KickOff);
        var stored = audience.Views.All.ToDictionary(view => view.Id);
        audience.Views.Forget();
        for (var second = 0; second < 120; second++)
        {
            audience.Advance(audience.Now + 1_000);
            foreach (var view in audience.Views.Changed) stored[view.Id] = view;
            foreach (var id in audience.Views.Ended) Assert.True(stored.Remove(id));
            audience.Views.Forget();
        }

        Assert.Equal(
            audience.Views.All.Select(view => (view.Id, view.State, view.LastSeen, view.Kbps)).OrderBy(view => view.Id),
            stored.Values.Select(view => (view.Id, view.State, view.LastSeen, view.Kbps)).OrderBy(view => view.Id));
    }
}
