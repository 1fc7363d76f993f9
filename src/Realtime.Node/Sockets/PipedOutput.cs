namespace Realtime.Node.Sockets;

/// <summary>Writes by way of the web server, which may put TLS in between.</summary>
/// <param name="upgraded">What a request was upgraded to; what is written to it goes out without a flush.</param>
internal sealed class PipedOutput(Stream upgraded) : ISocketOutput
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => upgraded.WriteAsync(bytes);

    public void Abort() => upgraded.Dispose();
}
