namespace Realtime.Bench.Load.Protocols;

/// <summary>Whoever is connected is a subscriber.</summary>
internal sealed class Plain : Protocol
{
    public override string Path => "/";
}
