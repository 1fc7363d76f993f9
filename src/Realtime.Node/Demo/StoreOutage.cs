namespace Realtime.Node.Demo;

/// <summary>Remembers whether the store is out: a log line when that begins, one when it ends, and how long to wait between tries.</summary>
internal sealed class StoreOutage(TimeProvider time, ILogger log)
{
    /// <summary>A store that comes back is noticed within this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private long? _since;
    private TimeSpan _wait;

    /// <summary>Whether the last try failed.</summary>
    public bool IsOut => _since is not null;

    /// <summary>A try failed. Gives the wait before the next: 1 s, twice as long each time, at most 10 s.</summary>
    public TimeSpan Failed(Exception problem)
    {
        if (_since is null)
        {
            _since = time.GetTimestamp();
            _wait = TimeSpan.FromSeconds(1);
            DemoLog.OutageBegan(log, problem);
        }
        else
        {
            _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
        }

        return _wait;
    }

    /// <summary>A try worked.</summary>
    public void Worked()
    {
        if (_since is not { } since) return;
        _since = null;
        DemoLog.OutageEnded(log, time.GetElapsedTime(since).TotalSeconds);
    }
}
