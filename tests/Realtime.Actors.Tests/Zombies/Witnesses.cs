using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Realtime.Actors.Tests.Zombies;

/// <summary>Keeps the lines written to it.</summary>
internal sealed class KeptLog : ILogger, ILoggerFactory
{
    public ConcurrentQueue<(LogLevel Level, int Event, string Text)> Lines { get; } = [];

    public IEnumerable<string> Of(int eventId) => Lines.Where(line => line.Event == eventId).Select(line => line.Text);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public void Dispose() { }
}

/// <summary>Adds up what the counters of one meter say, as <c>instrument/kind</c>.</summary>
internal sealed class KeptCounts : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _sums = [];
    private readonly MeterListener _listener = new();

    public KeptCounts(Func<Instrument, bool> which)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (which(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _sums.AddOrUpdate($"{instrument.Name}/{tags[0].Value}", value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string name] => _sums.GetValueOrDefault(name);

    public void Dispose() => _listener.Dispose();
}
