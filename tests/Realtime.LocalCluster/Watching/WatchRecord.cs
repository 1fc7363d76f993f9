namespace Realtime.Local.Watching;

/// <summary>Everything one watcher saw, checked as it comes: in one join of one connection seq only grows, and every gap is counted.</summary>
public sealed class WatchRecord
{
    private readonly Lock _gate = new();
    private readonly List<Frame> _frames = [];
    private readonly Dictionary<(string, string), Frame> _last = [];
    private readonly List<Frame> _gaps = [];
    private readonly List<string> _faults = [];
    private readonly List<(string Topic, DateTimeOffset At)> _errors = [];
    private readonly List<(int Code, DateTimeOffset At)> _closes = [];
    private readonly List<(string Topic, DateTimeOffset At, int Connection)> _joins = [];

    /// <summary>All frames, in the order they came.</summary>
    public IReadOnlyList<Frame> Frames
    {
        get { lock (_gate) return [.. _frames]; }
    }

    /// <summary>Frames whose seq is not the next_due before them: something between did not arrive, or the owner changed.</summary>
    public IReadOnlyList<Frame> Gaps
    {
        get { lock (_gate) return [.. _gaps]; }
    }

    /// <summary>Channels that their node ended with an error, which a client heals by joining again.</summary>
    public IReadOnlyList<(string Topic, DateTimeOffset At)> Errors
    {
        get { lock (_gate) return [.. _errors]; }
    }

    /// <summary>What must never happen: a seq that did not grow, a join refused.</summary>
    public IReadOnlyList<string> Faults
    {
        get { lock (_gate) return [.. _faults]; }
    }

    /// <summary>How and when its connections ended; 1006: the connection broke.</summary>
    public IReadOnlyList<(int Code, DateTimeOffset At)> Closes
    {
        get { lock (_gate) return [.. _closes]; }
    }

    /// <summary>Joins that were answered with ok.</summary>
    public IReadOnlyList<(string Topic, DateTimeOffset At, int Connection)> Joins
    {
        get { lock (_gate) return [.. _joins]; }
    }

    /// <summary>The latest frame of a topic's data set; null: none since it was joined last.</summary>
    public Frame? Last(string topic, string dataSet)
    {
        lock (_gate) return _last.GetValueOrDefault((topic, dataSet));
    }

    /// <summary>The frames that came after an instant, in their order.</summary>
    public IReadOnlyList<Frame> Since(DateTimeOffset instant)
    {
        lock (_gate) return _frames[(_frames.FindLastIndex(f => f.At <= instant) + 1)..];
    }

    /// <summary>A join was answered: what follows is compared with nothing before it.</summary>
    public void Joined(string topic, DateTimeOffset at, int connection)
    {
        lock (_gate)
        {
            _joins.Add((topic, at, connection));
            foreach (var key in _last.Keys.Where(key => key.Item1 == topic).ToList()) _last.Remove(key);
        }
    }

    /// <summary>A frame came.</summary>
    public void Add(Frame frame)
    {
        lock (_gate)
        {
            _frames.Add(frame);
            var key = (frame.Topic, frame.DataSet);
            if (_last.TryGetValue(key, out var before) && before.Seq is { } last)
            {
                if (frame.Seq is not { } seq || seq <= last) _faults.Add($"seq did not grow: {before} was followed by {frame}");
                else if (seq != before.NextDue) _gaps.Add(frame);
            }

            _last[key] = frame;
        }
    }

    /// <summary>A channel ended with an error.</summary>
    public void Ended(string topic, DateTimeOffset at)
    {
        lock (_gate) _errors.Add((topic, at));
    }

    /// <summary>A connection ended.</summary>
    public void Closed(int code, DateTimeOffset at)
    {
        lock (_gate) _closes.Add((code, at));
    }

    /// <summary>Something happened that should not.</summary>
    public void Fault(string what)
    {
        lock (_gate) _faults.Add(what);
    }
}
