using CsCheck;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Tests.Membership;

/// <summary>A permit runs out by itself and comes back only on fresh evidence.</summary>
public sealed class PollPermitTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_node_that_is_alone_has_it_from_the_start_and_for_ever()
    {
        var permit = new PollPermit(_clock);
        Assert.True(permit.Granted);
        permit.Extend(TimeSpan.MaxValue, isAlone: true);
        Assert.False(permit.Withdraw());
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.True(permit.Granted);
    }

    [Fact]
    public void It_runs_out_without_anybody_saying_so()
    {
        var permit = new PollPermit(_clock);
        permit.Extend(_clock.MonotonicClock, isAlone: false);
        _clock.Advance(PollPermit.Lasts - TimeSpan.FromTicks(1));
        Assert.True(permit.Granted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(permit.Granted);
    }

    [Fact]
    public void Answers_to_pings_from_before_it_ran_out_do_not_bring_it_back()
    {
        var permit = new PollPermit(_clock);
        var start = _clock.MonotonicClock;
        permit.Extend(start, isAlone: false);
        _clock.Advance(TimeSpan.FromSeconds(3));
        permit.Extend(start + TimeSpan.FromSeconds(1), isAlone: false);
        Assert.False(permit.Granted);
        permit.Extend(_clock.MonotonicClock, isAlone: false);
        Assert.True(permit.Granted);
    }

    [Fact]
    public void After_a_freeze_only_a_ping_sent_since_brings_it_back()
    {
        var permit = new PollPermit(_clock);
        permit.Extend(_clock.MonotonicClock, isAlone: false);
        Assert.True(permit.Withdraw());
        permit.Extend(_clock.MonotonicClock, isAlone: false);
        Assert.False(permit.Granted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        permit.Extend(_clock.MonotonicClock, isAlone: false);
        Assert.True(permit.Granted);
    }

    [Fact]
    public void It_is_kept_while_nobody_else_counts_yet_but_not_returned_for_it()
    {
        var permit = new PollPermit(_clock);
        permit.Extend(TimeSpan.MaxValue, isAlone: false);
        Assert.True(permit.Granted);
        Assert.True(permit.Withdraw());
        permit.Extend(TimeSpan.MaxValue, isAlone: false);
        Assert.False(permit.Granted);
        permit.Extend(TimeSpan.MaxValue, isAlone: true);
        Assert.True(permit.Granted);
    }

    [Fact]
    public void Whatever_happens_a_member_among_others_never_has_it_longer_than_its_time_after_the_evidence() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4_000], Gen.Int[0, 4_000]).Array[1, 40].Sample(steps =>
        {
            var clock = new ManualClock();
            var permit = new PollPermit(clock);
            permit.Extend(clock.MonotonicClock, isAlone: false);
            var (best, withdrawn) = (clock.MonotonicClock, TimeSpan.MinValue);
            foreach (var (what, pause, age) in steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(pause));
                var now = clock.MonotonicClock;
                if (what == 0)
                {
                    permit.Withdraw();
                    withdrawn = now;
                }
                else
                {
                    var evidence = now - TimeSpan.FromMilliseconds(age);
                    permit.Extend(evidence, isAlone: false);
                    if (evidence > best) best = evidence;
                }

                if (permit.Granted && (now - best >= PollPermit.Lasts || best <= withdrawn)) return false;
            }

            return true;
        });
}
