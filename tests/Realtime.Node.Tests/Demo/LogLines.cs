using Microsoft.Extensions.Logging;
using Realtime.Node.Demo;

namespace Realtime.Node.Tests.Demo;

/// <summary>Keeps what the simulator logs.</summary>
internal sealed class LogLines : ILogger<ViewerSimulator>
{
    private readonly List<string> _lines = [];

    /// <summary>Names of the events so far.</summary>
    public string[] Events
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add(eventId.Name ?? formatter(state, exception));
    }
}
