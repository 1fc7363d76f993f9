using System.Globalization;

namespace Realtime.Actors.Watchers;

/// <summary>Makes <c>phx_ref</c>s that are unique in the cluster: the node's incarnation and a number. Thread-safe, one for all relays of a node.</summary>
internal sealed class PhxRefs(long nodeUid)
{
    private long _last;

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{nodeUid:x}-{Interlocked.Increment(ref _last):x}");
}
