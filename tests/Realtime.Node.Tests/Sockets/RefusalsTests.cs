using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Realtime.Actors.Connections;
using Realtime.Actors.Metrics;

namespace Realtime.Node.Tests.Sockets;

/// <summary>What the log says of clients that are refused, however many there are.</summary>
public sealed class RefusalsTests : IDisposable
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Two = IPAddress.Parse("::ffff:192.0.2.2");

    private readonly FakeTimeProvider _time = new();
    private readonly Lines _log = new();
    private readonly Refusals _refusals;

    public RefusalsTests() => _refusals = new Refusals(RealtimeMetrics.Unheard, _log, _time);

    public void Dispose() => _refusals.Dispose();

    [Fact]
    public void The_first_is_said_at_once_and_the_others_together_a_second_later()
    {
        for (var i = 0; i < 1000; i++) _refusals.Limit(LimitReached.Connections, One);
        _refusals.Limit(LimitReached.Connections, Two);
        Assert.Equal(["Refused 192.0.2.1: limit connections, and 0 more since the line before"], _log.All);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Single(_log.All);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("Refused 192.0.2.2: limit connections, and 999 more since the line before", _log.All[1]);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _log.All.Count);
    }

    [Fact]
    public void A_flood_is_a_line_a_second_for_each_kind()
    {
        for (var tenth = 0; tenth < 50; tenth++)
        {
            for (var i = 0; i < 20; i++)
            {
                _refusals.Limit(LimitReached.Handshakes, One);
                _refusals.Token(TokenRefusal.Expired, One);
            }

            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.Equal(6, _log.All.Count(line => line.Contains("limit handshakes", StringComparison.Ordinal)));
        Assert.Equal(6, _log.All.Count(line => line.Contains("token expired", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_after_a_quiet_time_is_said_at_once()
    {
        _refusals.Token(TokenRefusal.Missing, address: null);
        _time.Advance(TimeSpan.FromSeconds(1));
        _refusals.Token(TokenRefusal.Missing, One);
        Assert.Equal(["Refused (null): token missing, and 0 more since the line before", "Refused 192.0.2.1: token missing, and 0 more since the line before"], _log.All);
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
