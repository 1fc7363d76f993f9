namespace Realtime.Node.Sockets;

/// <summary>What was decided on the first request of a connection before it came to be one: answered as any other, but decided, and counted, once.</summary>
internal sealed class NotedRefusal(SocketRefusal refusal)
{
    /// <summary>Null: it was answered.</summary>
    public SocketRefusal? Refusal { get; set; } = refusal;
}
