namespace Realtime.Node.Demo;

/// <summary>
/// Pending events by due time: one per small number, O(1) to schedule and to fire whatever their number, and no clock of its own.
/// Never fires early and at most one tick late; within a tick, in the order of scheduling.
/// </summary>
internal sealed class TimerWheel
{
    private const int None = -1;

    private readonly int _tickMs;
    private readonly int[] _heads;
    private readonly int[] _tails;

    // By id: the next one in its slot, and the tick it is due at (0 = nothing pending). Arrays and not objects: nothing to collect per event.
    private int[] _next = [];
    private long[] _due = [];
    private long _tick;

    /// <param name="nowMs">Where time begins, in unix milliseconds; rounded down to a tick.</param>
    /// <param name="tickMs">Length of a tick in milliseconds.</param>
    /// <param name="slots">Events further ahead than this many ticks cost one look per turn of the wheel.</param>
    public TimerWheel(long nowMs, int tickMs, int slots)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nowMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slots);
        _tickMs = tickMs;
        _tick = nowMs / tickMs;
        _heads = new int[slots];
        _tails = new int[slots];
        Array.Fill(_heads, None);
    }

    /// <summary>The end of the last tick, in unix milliseconds.</summary>
    public long Now => _tick * _tickMs;

    /// <summary>How many events are pending.</summary>
    public int Count { get; private set; }

    /// <summary>Makes an event pending. What is due already fires with the next tick.</summary>
    /// <param name="id">From zero, dense: arrays grow up to it.</param>
    /// <param name="dueMs">In unix milliseconds.</param>
    /// <exception cref="InvalidOperationException">The id has an event pending.</exception>
    public void Schedule(int id, long dueMs)
    {
        if (id >= _next.Length) Grow(id);
        if (_due[id] != 0) throw new InvalidOperationException($"timer {id} is pending already");
        _due[id] = Math.Max((dueMs + _tickMs - 1) / _tickMs, _tick + 1);
        Append(id);
        Count++;
    }

    /// <summary>Goes one tick ahead and adds the ids that fire to <paramref name="fired"/>; they may be scheduled again at once.</summary>
    public void Step(List<int> fired)
    {
        _tick++;
        var slot = (int)(_tick % _heads.Length);
        var id = _heads[slot];
        _heads[slot] = None;
        while (id != None)
        {
            var next = _next[id];
            if (_due[id] > _tick)
            {
                // A later turn of the wheel.
                Append(id);
            }
            else
            {
                _due[id] = 0;
                Count--;
                fired.Add(id);
            }

            id = next;
        }
    }

    private void Append(int id)
    {
        var slot = (int)(_due[id] % _heads.Length);
        _next[id] = None;
        if (_heads[slot] == None) _heads[slot] = id;
        else _next[_tails[slot]] = id;
        _tails[slot] = id;
    }

    private void Grow(int id)
    {
        var size = Math.Max(id + 1, Math.Max(64, _next.Length * 2));
        Array.Resize(ref _next, size);
        Array.Resize(ref _due, size);
    }
}
