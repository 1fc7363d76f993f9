namespace Realtime.Actors.Connections;

/// <summary>Carries bytes to and from one browser. The one place that knows which kind of socket it is.</summary>
public interface ISocketCarrier
{
    /// <summary>Sends one text message. One send at a time. Completes when the socket took it; never throws: a broken socket ends the receiving side.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> utf8);

    /// <summary>Sends several text messages, in as few writes as may be; otherwise as one.</summary>
    ValueTask SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> batch);

    /// <summary>How many bytes the socket took so far. It grows while a large message is being sent, at least once for every 64 KB.</summary>
    long Taken { get; }

    /// <summary>Starts to receive: each message becomes a <see cref="SocketMessage"/> to <paramref name="connection"/>, the end a <see cref="SocketClosed"/>.</summary>
    void Start(Akka.Actor.IActorRef connection);

    /// <summary>The last message was handled, its bytes may be reused: the next one may come. So a flood waits in the client's own socket.</summary>
    void Resume();

    /// <summary>Sends a close frame after what is being sent, then waits a little for the client's. Further calls do nothing.</summary>
    void Close(int code, string reason);

    /// <summary>Ends the connection without a word.</summary>
    void Abort();

    /// <summary>Whether anything was heard from the client since the last call.</summary>
    bool TakeHeard();
}
