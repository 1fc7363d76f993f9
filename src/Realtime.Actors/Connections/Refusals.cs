using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Actors.Metrics;

namespace Realtime.Actors.Connections;

/// <summary>
/// Counts whoever is refused, by limit or token, and says so in the log: for each kind the first at once, then at most one line a second with the number of the others. A line has the address and words
/// of our own; nothing that a client sent. Thread-safe.
/// </summary>
public sealed class Refusals : IDisposable
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, RefusalLines> _kinds = new(StringComparer.Ordinal);
    private readonly RealtimeMetrics _metrics;
    private readonly Func<string, RefusalLines> _newKind;

    /// <param name="metrics">Counts each.</param>
    /// <param name="log">Where the lines go.</param>
    /// <param name="time">Whose seconds count.</param>
    public Refusals(RealtimeMetrics metrics, ILogger log, TimeProvider time)
    {
        _metrics = metrics;
        // What a kind is called is one of a few words of the product, so there are not many of them.
        _newKind = kind => new RefusalLines(Apart, time, (address, others) => ConnectionLog.Refused(log, address, kind, others));
    }

    /// <summary>For actors that run without a host: nobody hears of them.</summary>
    internal static Refusals Unheard { get; } = new(RealtimeMetrics.Unheard, NullLogger.Instance, TimeProvider.System);

    /// <summary>A client asked for more than it may.</summary>
    /// <param name="limit">See <see cref="LimitReached"/>.</param>
    /// <param name="address">Whose; null: not known.</param>
    public void Limit(string limit, IPAddress? address)
    {
        _metrics.LimitMet(limit);
        Of("limit " + limit).Add(address);
    }

    /// <summary>A client came with a token that does not do.</summary>
    /// <param name="reason">See <see cref="TokenRefusal"/>.</param>
    /// <param name="address">Whose; null: not known.</param>
    public void Token(string reason, IPAddress? address)
    {
        _metrics.TokenRefused(reason);
        Of(reason).Add(address);
    }

    /// <summary>What was not said yet stays unsaid.</summary>
    public void Dispose()
    {
        foreach (var kind in _kinds.Values) kind.Dispose();
    }

    private RefusalLines Of(string kind) => _kinds.GetOrAdd(kind, _newKind);
}
