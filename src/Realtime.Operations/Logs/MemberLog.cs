using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Realtime.Operations.Logs;

/// <summary>One line that the process has logged.</summary>
/// <param name="At">When.</param>
/// <param name="Level">How bad.</param>
/// <param name="Category">Who.</param>
/// <param name="EventId">Which event; 0 = without a number.</param>
/// <param name="Message">What, with the error where there is one.</param>
internal sealed record LogLine(DateTimeOffset At, LogLevel Level, string Category, int EventId, string Message)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcDateTime:HH:mm:ss.fff} {Level.ToString().ToLowerInvariant()} {Category}[{EventId}] {Message}");
}

/// <summary>The last lines of the process's log, and who follows it. Takes what the log's levels let through, like the console.</summary>
[ProviderAlias("Operators")]
internal sealed class MemberLog(TimeProvider time) : ILoggerProvider
{
    /// <summary>Lines that are kept, some hundred kilobytes: the log itself is elsewhere.</summary>
    public const int Kept = 500;

    /// <summary>A line is cut past this: a stack of a deep failure.</summary>
    private const int MostCharacters = 4000;

    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _last = new(Kept);
    private readonly List<ChannelWriter<LogLine>> _followers = [];

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <summary>The last so many lines, and a channel of all that follow; end it with <see cref="Leave"/>.</summary>
    public (IReadOnlyList<LogLine> Last, Channel<LogLine> Following) Follow(int last)
    {
        var following = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _followers.Add(following.Writer);
            return ([.. _last.Skip(Math.Max(0, _last.Count - last))], following);
        }
    }

    public void Leave(Channel<LogLine> following)
    {
        lock (_gate) _followers.Remove(following.Writer);
    }

    public void Dispose()
    {
    }

    private void Take(LogLevel level, string category, EventId id, string message)
    {
        var line = new LogLine(time.GetUtcNow(), level, category, id.Id, message.Length > MostCharacters ? message[..MostCharacters] + " …" : message);
        lock (_gate)
        {
            if (_last.Count == Kept) _last.Dequeue();
            _last.Enqueue(line);
            foreach (var follower in _followers) follower.TryWrite(line);
        }
    }

    private sealed class Category(MemberLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Take(logLevel, name, eventId, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");
    }
}
