namespace Realtime.Bench.Load.Links;

/// <summary>What connections are for.</summary>
internal abstract class Behaviour
{
    /// <summary>The server took the upgrade.</summary>
    public abstract void Upgraded(LinkSet links, Link link);

    /// <summary>A message came. True: some broadcast is complete by it.</summary>
    public abstract bool Take(LinkSet links, Link link, ReadOnlySpan<byte> message, long now);
}
