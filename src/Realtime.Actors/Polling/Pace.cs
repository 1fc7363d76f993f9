using System.Collections.Immutable;

namespace Realtime.Actors.Polling;

/// <summary>
/// How much less often than its interval a data set is polled because the store answers slowly: at every slot, every second, fourth or twelfth. One instance
/// judges the statements of one data set on one node. A <i>round</i> is one poll of every topic, as many slots as the pace has: what counts is the slowest
/// statement of a round.
/// </summary>
public sealed class Pace(TimeSpan interval)
{
    /// <summary>Each divides the next, so that topics of different paces meet in the same slots and go on sharing statements.</summary>
    private static readonly ImmutableArray<int> Steps = [1, 2, 4, 12];

    /// <summary>
    /// Above half of the time between two polls an answer is slow: the rest is what a statement twice as slow would need, and the timeout ends a statement at four
    /// fifths of the interval. The time counts from when the poll was due, so it tells of full lanes as well as of slow statements.
    /// </summary>
    private const double SlowShare = 0.5;

    /// <summary>
    /// Below a quarter of the time there would be at the next faster pace the store is well. Half of <see cref="SlowShare"/>: an answer must get twice as slow
    /// before that faster pace is given up again.
    /// </summary>
    private const double EasyShare = 0.25;

    /// <summary>A statement that was cut off shows only a part of what it takes: a quarter of the interval is enough. Less costs the store little (10 s in a minute).</summary>
    private const double CutOffShare = 0.25;

    /// <summary>One or two slow rounds may be a checkpoint, a cold cache, a burst of new topics; three are a state.</summary>
    private const int SlowRounds = 3;

    /// <summary>Easy rounds before the next faster pace. Fewer than slow ones, since a round at a slow pace is long: from the slowest, 60 s each at five seconds.</summary>
    private const int EasyRounds = 2;

    /// <summary>Between easy and slow, only a try shows whether the faster pace holds: after so many rounds it is made, so that nothing stays slow for ever.</summary>
    private const int FairRounds = 12;

    /// <summary>Each faster pace that did not hold doubles the rounds before the next try, up to this factor.</summary>
    private const int MaxCaution = 8;

    /// <summary>After so many slots without a statement (two of the longest rounds) nothing is known of the store any more.</summary>
    private const int ForgottenAfterSlots = 24;

    private int _step;
    private int _caution = 1;
    private bool _trying;
    private long? _lastTick;
    private long _changedAt = long.MinValue;
    private long? _round;
    private Load _load;
    private int _slow;
    private int _easy;
    private int _fair;

    private enum Load
    {
        Easy,
        Fair,
        Heavy,
        Slow,
    }

    /// <summary>Polled at every so many slots: 1, 2, 4 or 12.</summary>
    public int Factor => Steps[_step];

    private int FasterFactor => Steps[Math.Max(0, _step - 1)];

    /// <summary>A statement answered.</summary>
    /// <param name="tick">Number of its slot.</param>
    /// <param name="took">From when its polls were gathered until the answer, time in the queue included.</param>
    public void Answered(long tick, TimeSpan took) => Judge(
        tick,
        took >= interval * Factor * SlowShare ? Load.Slow
        : took < interval * FasterFactor * EasyShare ? Load.Easy
        : took < interval * FasterFactor * SlowShare ? Load.Fair
        : Load.Heavy);

    /// <summary>A statement was cut off, or given up in the queue, and no topic is to blame for it.</summary>
    /// <param name="tick">Number of its slot.</param>
    /// <param name="took">How long it had.</param>
    public void CutOff(long tick, TimeSpan took) => Judge(tick, took >= interval * CutOffShare ? Load.Slow : Load.Heavy);

    private void Judge(long tick, Load load)
    {
        if (tick - _lastTick > ForgottenAfterSlots)
        {
            Step(0, tick - 1);
            (_caution, _trying) = (1, false);
        }

        _lastTick = Math.Max(tick, _lastTick ?? tick);
        // Asked before the pace changed: it tells of the pace before.
        if (tick <= _changedAt) return;
        var round = tick / Factor;
        if (round != _round) EndRound(tick);
        if (tick <= _changedAt) return;
        if (round != _round) (_round, _load) = (round, Load.Easy);
        if (load == Load.Slow && _load != Load.Slow && ++_slow >= SlowRounds && _step < Steps.Length - 1) SlowDown(tick);
        else if (load > _load) _load = load;
    }

    private void EndRound(long tick)
    {
        if (_round is null) return;
        if (_load != Load.Slow) _slow = 0;
        _easy = _load == Load.Easy ? _easy + 1 : 0;
        _fair = _load <= Load.Fair ? _fair + 1 : 0;
        if (_step == 0)
        {
            // Full speed held for as long as a try takes: what was tried has proved itself.
            if (_fair >= FairRounds) (_caution, _trying) = (1, false);
        }
        else if (_easy >= EasyRounds * _caution || _fair >= FairRounds * _caution)
        {
            if (_trying) _caution = 1;
            Step(_step - 1, tick);
            _trying = true;
        }
    }

    private void SlowDown(long tick)
    {
        if (_trying) _caution = Math.Min(MaxCaution, _caution * 2);
        Step(_step + 1, tick);
        _trying = false;
    }

    private void Step(int step, long tick)
    {
        (_step, _changedAt) = (step, tick);
        (_round, _slow, _easy, _fair) = (null, 0, 0, 0);
    }
}
