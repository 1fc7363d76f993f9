namespace Realtime.Bench.Feed;

/// <summary>What the measurement asks of the load client: one line of JSON each.</summary>
/// <param name="Do"><c>connect</c>, <c>mark</c> (count from here), <c>report</c>, <c>finish</c> (nothing is sent any more), <c>join</c> or <c>close</c> (all connections).</param>
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

    /// <summary>What each connection is for: <c>subscribe</c> (joins, and counts payloads), <c>watch</c> (joins one topic when told, and times frames), <c>hold</c> (joins many when told, and counts frames), <c>churn</c> (joins, leaves and closes).</summary>
    public string For { get; init; } = "subscribe";

    /// <summary>For <c>join</c>: the first connection that does.</summary>
    public int First { get; init; }

    /// <summary>For <c>join</c> and for churn: how many joins or clients a second; 0: at once.</summary>
    public int Rate { get; init; }

    /// <summary>Connections join so many topics, in turn; those that hold share them, each topic joined once.</summary>
    public int Topics { get; init; } = 1;

    /// <summary>How the names of these topics begin.</summary>
    public string Topic { get; init; } = "";
}
