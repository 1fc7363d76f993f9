using Realtime.Actors.Relays;
using Realtime.Actors.Tests.Support;

namespace Realtime.Actors.Tests.Relays;

public class RelayTimesTests
{
    private readonly Turns _turns = new(perSecond: 10);
    private readonly RelayTimes _times;

    public RelayTimesTests() => _times = new RelayTimes(TimeSpan.FromSeconds(5), _turns);

    [Fact]
    public void An_unacknowledged_subscription_is_retried_after_half_a_second_and_ever_later_up_to_five()
    {
        var now = TimeSpan.Zero;
        var waits = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            _times.Subscribed(now, 0.5);
            var next = _times.Next(now, []);
            Assert.False(_times.SubscriptionDue(next - TimeSpan.FromMilliseconds(1)));
            Assert.True(_times.SubscriptionDue(next));
            waits.Add((next - now).TotalSeconds);
            now = next;
        }

        Assert.Equal(0.5, waits[0]);
        Assert.All(waits.Zip(waits.Skip(1)), pair => Assert.True(pair.Second > pair.First && pair.Second < 1.5 * pair.First || pair.Second == 5));
        Assert.Equal(5, waits[^1]);
    }

    /// <summary>Asked sooner, a coordinator that has not heard of the removal yet names the node that is gone.</summary>
    [Fact]
    public void When_the_owner_is_gone_the_next_subscription_leaves_a_moment_later_and_retries_begin_anew()
    {
        for (var i = 0; i < 5; i++) _times.Subscribed(TimeSpan.Zero, 0.5);
        _times.Acknowledged();

        _times.OwnerGone(TimeSpan.FromSeconds(1));

        Assert.False(_times.SubscriptionDue(TimeSpan.FromSeconds(1.2)));
        Assert.True(_times.SubscriptionDue(TimeSpan.FromSeconds(1.3)));
        _times.Subscribed(TimeSpan.FromSeconds(1.3), 0.5);
        Assert.True(_times.SubscriptionDue(TimeSpan.FromSeconds(1.8)));
    }

    [Fact]
    public void A_missing_frame_makes_a_subscription_due_unless_one_is_under_way()
    {
        _times.Subscribed(TimeSpan.Zero, 0.5);
        _times.FrameMissing(TimeSpan.FromSeconds(0.1));
        Assert.False(_times.SubscriptionDue(TimeSpan.FromSeconds(0.1)));

        _times.Acknowledged();
        _times.FrameMissing(TimeSpan.FromSeconds(6));
        Assert.False(_times.IsAcknowledged);
        Assert.True(_times.SubscriptionDue(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void Relays_that_are_due_together_take_turns()
    {
        var now = TimeSpan.FromSeconds(6);
        RelayTimes[] all = [_times, new(TimeSpan.FromSeconds(5), _turns), new(TimeSpan.FromSeconds(5), _turns)];
        foreach (var times in all)
        {
            times.Subscribed(TimeSpan.Zero, 0.5);
            times.Acknowledged();
            times.FrameMissing(now);
        }

        Assert.Equal([true, false, false], all.Select(times => times.SubscriptionDue(now)));
        Assert.Equal([0, 0.1, 0.2], all.Select(times => Math.Round((times.Next(now, []) - now).TotalSeconds, 3)));
        // Who looks again keeps its turn.
        Assert.Equal([true, true, false], all.Select(times => times.SubscriptionDue(now + TimeSpan.FromSeconds(0.1))));
    }

    [Fact]
    public void A_turn_that_is_over_counts_for_no_later_retry()
    {
        _times.Subscribed(TimeSpan.Zero, 0.5);
        Assert.True(_times.SubscriptionDue(TimeSpan.FromSeconds(0.5)));
        _times.Acknowledged();
        _turns.Take(TimeSpan.FromSeconds(9));
        _times.FrameMissing(TimeSpan.FromSeconds(9));

        Assert.False(_times.SubscriptionDue(TimeSpan.FromSeconds(9)));
        Assert.True(_times.SubscriptionDue(TimeSpan.FromSeconds(9.1)));
    }

    [Fact]
    public void A_turn_that_lies_ahead_is_kept_for_what_comes()
    {
        _times.Subscribed(TimeSpan.Zero, 0.5);
        for (var i = 0; i < 20; i++) _turns.Take(TimeSpan.FromSeconds(0.5));
        Assert.False(_times.SubscriptionDue(TimeSpan.FromSeconds(0.5)));

        _times.OwnerGone(TimeSpan.FromSeconds(1));
        _times.Acknowledged();
        _times.FrameMissing(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(2.5), _times.Next(TimeSpan.FromSeconds(2), []));
        Assert.Equal(TimeSpan.FromSeconds(2.6), _turns.Take(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void A_turn_that_nobody_took_in_time_is_not_made_up_for()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), _turns.Take(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(9), _turns.Take(TimeSpan.FromSeconds(9)));
        Assert.Equal(TimeSpan.FromSeconds(9.1), _turns.Take(TimeSpan.FromSeconds(9)));
    }

    [Theory]
    [InlineData(0.0, 72)]
    [InlineData(0.5, 90)]
    [InlineData(1.0, 108)]
    public void The_lease_is_renewed_every_ninety_seconds_give_or_take_a_fifth(double jitter, int seconds)
    {
        _times.Subscribed(TimeSpan.Zero, jitter);
        _times.Acknowledged();

        Assert.False(_times.SubscriptionDue(TimeSpan.FromSeconds(seconds - 0.1)));
        Assert.True(_times.SubscriptionDue(TimeSpan.FromSeconds(seconds + 0.1)));
    }

    [Fact]
    public void After_an_acknowledgement_the_next_retry_begins_at_half_a_second_again()
    {
        for (var i = 0; i < 5; i++) _times.Subscribed(TimeSpan.Zero, 0.5);
        _times.Acknowledged();
        _times.Subscribed(TimeSpan.Zero, 0.5);

        Assert.Equal(TimeSpan.FromSeconds(0.5), _times.Next(TimeSpan.Zero, []));
    }

    [Fact]
    public void That_nothing_came_is_said_after_two_seconds_and_then_once_an_interval()
    {
        _times.Started(TimeSpan.Zero);

        Assert.False(_times.SilenceDue(TimeSpan.FromSeconds(1.9)));
        Assert.False(_times.SaidNothingCame(TimeSpan.FromSeconds(1.9)));
        Assert.True(_times.SilenceDue(TimeSpan.FromSeconds(2)));
        Assert.False(_times.SilenceDue(TimeSpan.FromSeconds(6.9)));
        Assert.True(_times.SilenceDue(TimeSpan.FromSeconds(7)));
        Assert.True(_times.SaidNothingCame(TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public void The_next_look_is_at_the_first_of_lease_silence_and_late_frames()
    {
        _times.Started(TimeSpan.Zero);
        _times.Subscribed(TimeSpan.Zero, 0.5);
        _times.Acknowledged();
        var empty = new LastFrame("titles");
        var known = new LastFrame("viewers");
        known.Take(Frames.Snapshot(1_000_000, nextDue: 1_000_500), TimeSpan.Zero, out _);

        Assert.Equal(TimeSpan.FromSeconds(90), _times.Next(TimeSpan.Zero, []));
        Assert.Equal(TimeSpan.FromSeconds(2), _times.Next(TimeSpan.Zero, [empty]));
        Assert.Equal(TimeSpan.FromSeconds(1.5), _times.Next(TimeSpan.Zero, [empty, known]));
    }
}
