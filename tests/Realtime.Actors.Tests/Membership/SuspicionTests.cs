using CsCheck;
using Realtime.Actors.Membership;

namespace Realtime.Actors.Tests.Membership;

/// <summary>What proves a death and what does not.</summary>
public sealed class SuspicionTests
{
    [Fact]
    public void Only_two_refusals_in_a_row_prove_a_death_and_any_sequence_ends() =>
        Gen.Enum<ProbeAnswer>().Array[12].Sample(answers =>
        {
            var suspicion = new Suspicion(TimeSpan.Zero);
            for (var i = 0; i < answers.Length; i++)
            {
                var twice = i > 0 && answers[i] == ProbeAnswer.Refused && answers[i - 1] == ProbeAnswer.Refused;
                var step = suspicion.Take(answers[i], out var after);
                if ((step == NextStep.Proven) != twice) return false;
                if (step != NextStep.ProbeAgain) return true;
                if (after < TimeSpan.FromMilliseconds(10) || after > TimeSpan.FromSeconds(1)) return false;
            }

            return false;
        });

    [Theory]
    [InlineData(ProbeAnswer.Accepted)]
    [InlineData(ProbeAnswer.Silence)]
    internal void What_is_not_a_refusal_is_given_up_within_two_seconds(ProbeAnswer answer)
    {
        var suspicion = new Suspicion(TimeSpan.Zero);
        var waited = TimeSpan.Zero;
        NextStep step;
        while ((step = suspicion.Take(answer, out var after)) == NextStep.ProbeAgain) waited += after;
        Assert.Equal(NextStep.GiveUp, step);
        Assert.InRange(waited, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }
}
