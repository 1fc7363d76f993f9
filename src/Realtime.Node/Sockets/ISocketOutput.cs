namespace Realtime.Node.Sockets;

/// <summary>Where the bytes of one connection go. One write at a time.</summary>
internal interface ISocketOutput
{
    /// <summary>Completes when the connection took all of it; the bytes may be reused then.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Ends the connection now, whatever is under way.</summary>
    void Abort();
}
