using System.Net.Sockets;

namespace Realtime.Bench.Load;

/// <summary>Tells the server how many broadcasts have come to all.</summary>
/// <param name="port">Where it listens on 127.0.0.1.</param>
internal sealed class Acknowledger(int port) : IDisposable
{
    private readonly TcpClient _client = new("127.0.0.1", port) { NoDelay = true };

    public void Tell(long complete)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes, complete);
        _client.GetStream().Write(bytes);
    }

    public void Dispose() => _client.Dispose();
}
