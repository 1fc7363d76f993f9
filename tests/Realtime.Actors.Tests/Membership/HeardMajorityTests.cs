using CsCheck;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Tests.Membership;

/// <summary>When a majority was last heard, against its definition.</summary>
public sealed class HeardMajorityTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    [Fact]
    public void The_evidence_is_the_latest_instant_at_which_more_than_half_answered() =>
        Gen.Int[0, 99].Array[0, 12].Sample(seconds =>
        {
            var heard = new HeardMajority();
            heard.Keep([.. seconds.Select((_, i) => (long)i)], TimeSpan.Zero);
            for (var i = 0; i < seconds.Length; i++) heard.Answered(i, TimeSpan.FromSeconds(seconds[i]));
            int AnsweredAt(TimeSpan t) => 1 + seconds.Count(s => TimeSpan.FromSeconds(s) >= t);
            var evidence = heard.Evidence(Now);
            if (seconds.Length == 0) return evidence == TimeSpan.MaxValue;
            return Majority.Holds(AnsweredAt(evidence), seconds.Length + 1) && !Majority.Holds(AnsweredAt(evidence + TimeSpan.FromTicks(1)), seconds.Length + 1);
        });

    [Fact]
    public void Two_sides_of_a_cut_never_both_have_fresh_evidence() =>
        Gen.Int[2, 12].SelectMany(n => Gen.Select(Gen.Const(n), Gen.Int[1, n - 1])).Sample((n, cut) =>
        {
            var left = Side(own: Enumerable.Range(0, cut), all: n);
            var right = Side(own: Enumerable.Range(cut, n - cut), all: n);
            return left <= TimeSpan.FromSeconds(50) || right <= TimeSpan.FromSeconds(50);
        });

    [Fact]
    public void Answers_that_come_late_count_as_old_as_their_pings()
    {
        var heard = new HeardMajority();
        heard.Keep([1, 2], TimeSpan.Zero);
        heard.Answered(1, TimeSpan.FromSeconds(90));
        heard.Answered(1, TimeSpan.FromSeconds(80));
        Assert.Equal(TimeSpan.FromSeconds(90), heard.Evidence(Now));
    }

    [Fact]
    public void A_member_that_never_answered_counts_only_once_it_had_time_to()
    {
        var heard = new HeardMajority();
        heard.Keep([1, 2], Now);
        Assert.Equal(TimeSpan.MaxValue, heard.Evidence(Now + TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.MinValue, heard.Evidence(Now + PollPermit.Lasts));
    }

    [Fact]
    public void Members_that_are_gone_leave_the_count()
    {
        var heard = new HeardMajority();
        heard.Keep([1, 2, 3, 4], TimeSpan.Zero);
        heard.Answered(1, TimeSpan.FromSeconds(99));
        Assert.Equal(TimeSpan.MinValue, heard.Evidence(Now));
        heard.Keep([1, 2], Now);
        Assert.Equal(TimeSpan.FromSeconds(99), heard.Evidence(Now));
        heard.Keep([], Now);
        Assert.Equal(TimeSpan.MaxValue, heard.Evidence(Now));
    }

    private static TimeSpan Side(IEnumerable<int> own, int all)
    {
        var heard = new HeardMajority();
        var self = own.First();
        heard.Keep([.. Enumerable.Range(0, all).Where(i => i != self).Select(i => (long)i)], TimeSpan.Zero);
        foreach (var other in Enumerable.Range(0, all)) heard.Answered(other, TimeSpan.FromSeconds(50));
        foreach (var near in own) heard.Answered(near, TimeSpan.FromSeconds(99));
        return heard.Evidence(Now);
    }
}
