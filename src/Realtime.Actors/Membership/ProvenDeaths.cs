using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;

namespace Realtime.Actors.Membership;

/// <summary>The addresses whose process is proven dead, one set per actor system. Written by <see cref="CrashDetector"/>, read by failure detectors on any thread.</summary>
internal sealed class ProvenDeaths
{
    // Akka makes failure detectors by itself and hands them nothing of the actor system but its event stream: that is the way to the set.
    private static readonly ConditionalWeakTable<EventStream, ProvenDeaths> PerSystem = [];

    private readonly ConcurrentDictionary<string, byte> _addresses = new(StringComparer.Ordinal);

    public static ProvenDeaths Of(EventStream events) => PerSystem.GetOrCreateValue(events);

    public bool Holds(string address) => _addresses.ContainsKey(address);

    public void Add(Address address) => _addresses.TryAdd(address.ToString(), 0);

    /// <summary>A heartbeat came, or the dead incarnation is out of the cluster: whoever has the address now lives.</summary>
    public void Clear(string address) => _addresses.TryRemove(address, out _);
}
