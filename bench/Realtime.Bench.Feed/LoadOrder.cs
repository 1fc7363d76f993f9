namespace Realtime.Bench.Feed;

/// <summary>What the measurement asks of the load client: one line of JSON each.</summary>
/// <param name="Do"><c>connect</c>, <c>mark</c> (count from here), <c>report</c>, <c>finish</c> (nothing is sent any more) or <c>close</c> (all connections).</param>
public sealed record LoadOrder(string Do)
{
    /// <summary>Of the server on 127.0.0.1.</summary>
    public int Port { get; init; }

    /// <summary>Where the server takes acknowledgements; 0: it takes none.</summary>
    public int Control { get; init; }

    /// <summary>How the server is spoken to: <c>plain</c>, <c>realtime</c>, <c>signalr-json</c>, <c>signalr-messagepack</c>.</summary>
    public string Protocol { get; init; } = "plain";

    /// <summary>How many to open.</summary>
    public int Connections { get; init; }

    /// <summary>For <c>finish</c>: how many broadcasts there were.</summary>
    public long Sent { get; init; }
}
