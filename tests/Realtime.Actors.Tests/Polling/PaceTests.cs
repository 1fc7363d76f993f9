using CsCheck;
using Realtime.Actors.Polling;

namespace Realtime.Actors.Tests.Polling;

public class PaceTests
{
    private const long Start = 12_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Pace _pace = new(Interval);
    private long _tick = Start;

    [Fact]
    public void Two_slow_rounds_change_nothing_and_three_in_a_row_halve_the_polls()
    {
        foreach (var seconds in (double[])[3.0, 3.0, 0.5, 3.0, 3.0]) Round(seconds);
        Assert.Equal(1, _pace.Factor);
        Round(3.0);
        Assert.Equal(2, _pace.Factor);
    }

    [Fact]
    public void It_lengthens_step_by_step_to_twelve_times_and_no_further()
    {
        var seen = new List<int>();
        for (var i = 0; i < 11; i++)
        {
            CutOffRound();
            seen.Add(_pace.Factor);
        }

        Assert.Equal([1, 1, 2, 2, 2, 4, 4, 4, 12, 12, 12], seen);
    }

    [Fact]
    public void A_statement_that_takes_its_time_settles_where_half_of_the_time_is_left()
    {
        // Three seconds: too much of five, not of ten.
        for (var i = 0; i < 100; i++) Round(3.0);

        Assert.Equal(2, _pace.Factor);
    }

    [Fact]
    public void It_comes_back_step_by_step()
    {
        for (var i = 0; i < 9; i++) CutOffRound();
        Assert.Equal(12, _pace.Factor);
        var seen = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            Round(0.1);
            if (seen.LastOrDefault() != _pace.Factor) seen.Add(_pace.Factor);
        }

        Assert.Equal([12, 4, 2, 1], seen);
    }

    [Fact]
    public void Between_slow_and_easy_the_faster_pace_is_tried_after_a_while_so_that_nothing_stays_slow_for_ever()
    {
        Slow();
        // Two seconds of five are neither slow nor a quarter.
        Assert.Equal(13, RoundsUntil(factor: 1, seconds: 2.0));
        for (var i = 0; i < 50; i++) Round(2.0);
        Assert.Equal(1, _pace.Factor);
    }

    [Fact]
    public void Each_try_that_fails_makes_the_next_one_wait_longer_up_to_a_bound()
    {
        var waits = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            Slow();
            waits.Add(RoundsUntil(factor: 1, seconds: 0.1));
        }

        Assert.Equal([3, 5, 9, 17, 17, 17], waits);
    }

    [Fact]
    public void Full_speed_that_holds_makes_the_next_trouble_a_first_one()
    {
        for (var i = 0; i < 4; i++)
        {
            Slow();
            RoundsUntil(factor: 1, seconds: 0.1);
        }

        for (var i = 0; i < 15; i++) Round(0.1);
        Slow();
        Assert.Equal(3, RoundsUntil(factor: 1, seconds: 0.1));
    }

    [Fact]
    public void The_slowest_statement_of_a_round_counts_once()
    {
        for (var round = 0; round < 2; round++, _tick++)
        {
            foreach (var seconds in (double[])[0.1, 3.0, 4.0, 0.1]) _pace.Answered(_tick, TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(1, _pace.Factor);
        foreach (var seconds in (double[])[0.1, 3.0]) _pace.Answered(_tick, TimeSpan.FromSeconds(seconds));
        Assert.Equal(2, _pace.Factor);
    }

    [Fact]
    public void Answers_to_what_was_asked_before_the_pace_changed_count_for_nothing()
    {
        Slow();
        var asked = _tick - 1;
        for (var i = 0; i < 10; i++) _pace.CutOff(asked, Interval);
        Assert.Equal(2, _pace.Factor);
    }

    [Fact]
    public void At_a_slower_pace_a_round_is_one_poll_of_every_phase()
    {
        Slow();
        _tick = (_tick + 1) / 2 * 2;
        // The phases of a pace of two lie in two slots: together they are one round.
        _pace.CutOff(_tick, Interval);
        _pace.CutOff(_tick + 1, Interval);
        _pace.CutOff(_tick + 2, Interval);
        _pace.CutOff(_tick + 3, Interval);
        Assert.Equal(2, _pace.Factor);
        _pace.CutOff(_tick + 4, Interval);
        Assert.Equal(4, _pace.Factor);
    }

    [Fact]
    public void A_statement_cut_off_early_in_a_long_interval_is_no_overload()
    {
        var pace = new Pace(TimeSpan.FromHours(1));
        for (var tick = Start; tick < Start + 50; tick++) pace.CutOff(tick, TimeSpan.FromSeconds(10));

        Assert.Equal(1, pace.Factor);
    }

    [Fact]
    public void What_was_not_asked_for_long_begins_anew()
    {
        for (var i = 0; i < 9; i++) CutOffRound();
        _tick += 25;
        Round(0.1);
        Assert.Equal(1, _pace.Factor);
    }

    [Fact]
    public void Whatever_the_store_does_it_returns_to_full_speed_once_it_is_well() => Gen.Double[0, 6].Array[0, 200].Sample(times =>
    {
        var pace = new Pace(Interval);
        var tick = Start;
        foreach (var seconds in times)
        {
            pace.Answered(tick, TimeSpan.FromSeconds(seconds));
            tick += pace.Factor;
        }

        for (var i = 0; i < 3 * (2 * 8 + 1); i++)
        {
            pace.Answered(tick, TimeSpan.FromSeconds(0.1));
            tick += pace.Factor;
        }

        return pace.Factor == 1;
    });

    private void Slow()
    {
        while (_pace.Factor == 1) Round(3.0);
    }

    private int RoundsUntil(int factor, double seconds)
    {
        var rounds = 0;
        for (; _pace.Factor != factor && rounds < 1_000; rounds++) Round(seconds);
        return rounds;
    }

    private void Round(double seconds)
    {
        _pace.Answered(_tick, TimeSpan.FromSeconds(seconds));
        _tick += _pace.Factor;
    }

    private void CutOffRound()
    {
        _pace.CutOff(_tick, Interval * 0.8);
        _tick += _pace.Factor;
    }
}
