using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using Realtime.Actors.Connections;

namespace Realtime.Node.Sockets;

/// <summary>Lets sockets in as long as there are not too many: in all, from one address, and in a second. Thread-safe.</summary>
internal sealed class Admission(ConnectionLimits limits, Refusals refusals) : IDisposable
{
    private readonly ConcurrentDictionary<IPAddress, int> _byAddress = new();
    private readonly TokenBucketRateLimiter? _handshakes = limits.HandshakesPerSecond == 0 ? null : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 2 * limits.HandshakesPerSecond,
        TokensPerPeriod = Math.Max(1, limits.HandshakesPerSecond / 10),
        // The time that so many take at that rate: a tenth of a second, or longer where not one comes back in that.
        ReplenishmentPeriod = TimeSpan.FromSeconds((double)Math.Max(1, limits.HandshakesPerSecond / 10) / limits.HandshakesPerSecond),
        QueueLimit = 0,
    });

    private int _open;

    /// <summary>Null: it is in, until <see cref="Leave"/>. Else the limit that it met.</summary>
    public string? TryEnter(IPAddress? address)
    {
        var met = Enter(address);
        if (met is not null) refusals.Limit(met, address);
        return met;
    }

    /// <summary>It is gone.</summary>
    public void Leave(IPAddress? address)
    {
        Interlocked.Decrement(ref _open);
        if (limits.ConnectionsPerAddress == 0 || address is null) return;
        var group = AddressGroup.Of(address);
        if (_byAddress.AddOrUpdate(group, 0, (_, count) => count - 1) == 0) _byAddress.TryRemove(KeyValuePair.Create(group, 0));
    }

    public void Dispose() => _handshakes?.Dispose();

    private string? Enter(IPAddress? address)
    {
        using var lease = _handshakes?.AttemptAcquire();
        if (lease is { IsAcquired: false }) return LimitReached.Handshakes;
        if (Interlocked.Increment(ref _open) > limits.Connections && limits.Connections > 0)
        {
            Interlocked.Decrement(ref _open);
            return LimitReached.Connections;
        }

        if (limits.ConnectionsPerAddress == 0 || address is null || _byAddress.AddOrUpdate(AddressGroup.Of(address), 1, (_, count) => count + 1) <= limits.ConnectionsPerAddress) return null;
        Leave(address);
        return LimitReached.ConnectionsPerAddress;
    }
}
