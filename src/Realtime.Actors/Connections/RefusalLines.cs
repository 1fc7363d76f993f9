using System.Net;

namespace Realtime.Actors.Connections;

/// <summary>The lines of one kind of refusal: so far apart at least, each with how many others there were since the one before. Thread-safe.</summary>
internal sealed class RefusalLines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _apart;
    private readonly TimeProvider _time;
    private readonly Action<IPAddress?, int> _say;
    private readonly ITimer _later;
    private long? _saidAt;
    private IPAddress? _newest;
    private int _unsaid;

    /// <param name="apart">Shortest time between two lines.</param>
    /// <param name="time">Whose time.</param>
    /// <param name="say">Writes a line: the address of the newest, and how many others.</param>
    public RefusalLines(TimeSpan apart, TimeProvider time, Action<IPAddress?, int> say)
    {
        (_apart, _time, _say) = (apart, time, say);
        _later = time.CreateTimer(_ => Say(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>One more.</summary>
    public void Add(IPAddress? address)
    {
        lock (_lock)
        {
            _newest = address;
            // Whoever made it more than none has asked for the line.
            if (_unsaid++ > 0) return;
            var passed = _saidAt is { } at ? _time.GetElapsedTime(at) : _apart;
            if (passed < _apart)
            {
                _later.Change(_apart - passed, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Say();
    }

    public void Dispose() => _later.Dispose();

    private void Say()
    {
        IPAddress? address;
        int count;
        lock (_lock)
        {
            (address, count) = (_newest, _unsaid);
            (_saidAt, _unsaid) = (_time.GetTimestamp(), 0);
        }

        if (count > 0) _say(address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address, count - 1);
    }
}
